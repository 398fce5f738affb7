"""Population runs over residents; they work in the zone ``jobs``."""
