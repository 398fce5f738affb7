"""Pages of doses given wrong."""
