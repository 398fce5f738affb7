"""Population runs over releases of the law."""
