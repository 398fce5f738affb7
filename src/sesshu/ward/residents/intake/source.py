"""Where rows come from."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Source:
    """The file rows come from: its id here, and when it was registered."""

    registry_file: int
    registered_at: datetime

    @property
    def recorded_from(self) -> datetime:
        """When its first line counts as recorded, as a naive instant of UTC for columns."""
        return self.registered_at.astimezone(UTC).replace(tzinfo=None)
