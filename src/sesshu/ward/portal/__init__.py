"""窓口: the first page after sign-in."""
