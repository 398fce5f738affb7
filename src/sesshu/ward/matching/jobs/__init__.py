"""Work of matching over all residents."""
