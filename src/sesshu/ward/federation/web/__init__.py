"""Pages of claims files."""
