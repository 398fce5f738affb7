"""Two sides of a wall: what is applied for about guarded people, their own duty takes and decides (D3)."""

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS

from sesshu.ward.residents.guarded import GUARDED as GUARDED_ZONE

SYSTEM = "ward."


@dataclass(frozen=True, slots=True)
class Side:
    """Which of two desks works on an application; ``zone`` reads what lies on its side."""

    is_guarded: bool
    zone: str

    def kind(self, kind: str) -> str:
        """The kind of this side's proposals: PostgreSQL lets one side decide nothing of the other's."""
        return kind.replace(SYSTEM, f"{SYSTEM}guarded_") if self.is_guarded else kind


ORDINARY = Side(is_guarded=False, zone=DEFAULT_DB_ALIAS)
GUARDED = Side(is_guarded=True, zone=GUARDED_ZONE)


def side_of(*, is_guarded: bool) -> Side:
    """The side on which somebody's applications are worked on."""
    return GUARDED if is_guarded else ORDINARY
