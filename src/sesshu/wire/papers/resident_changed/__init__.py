"""``resident.changed``: the ward tells which 宛名番号 had which 異動 (S2.1). No name, no 個人番号."""

from sesshu.wire.papers.resident_changed.body import (
    KIND,
    MOST_CHANGES,
    VERSION,
    Change,
    ResidentChanged,
    in_papers,
)

__all__ = ["KIND", "MOST_CHANGES", "VERSION", "Change", "ResidentChanged", "in_papers"]
