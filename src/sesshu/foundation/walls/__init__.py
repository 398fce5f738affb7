"""The walls between municipalities, systems and zones: PostgreSQL refuses, not our code (house.md §3)."""

from sesshu.foundation.walls.place import (
    OutsideWalls,
    Place,
    WallBreach,
    current_place,
    enter,
)

__all__ = ["OutsideWalls", "Place", "WallBreach", "current_place", "enter"]
