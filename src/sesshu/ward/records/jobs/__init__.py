"""Population runs over residents and their records."""
