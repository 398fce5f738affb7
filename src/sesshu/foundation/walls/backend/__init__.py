"""Django's PostgreSQL backend behind the walls: ``ENGINE = "sesshu.foundation.walls.backend"``."""
