"""Pages of the forms."""
