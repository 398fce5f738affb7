"""What a backup says of itself: the first member of the archive."""

import msgspec

from sesshu.foundation.walls import Place

FORMAT = 1


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``rows`` are the control totals: schema -> table -> rows."""

    format: int = FORMAT
    code: str
    name: str
    demo: bool
    systems: list[str]
    made_at: str
    rows: dict[str, dict[str, int]]

    def places(self) -> list[Place]:
        """The places whose schemas the backup holds."""
        return [Place(self.code, system) for system in self.systems]
