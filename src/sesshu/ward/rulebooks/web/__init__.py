"""Pages of comparisons of releases."""
