"""Pages of recall."""
