"""One entry of the ledger while it is being made, and what makes it a refusal."""

from dataclasses import dataclass, field

from django.db import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from sesshu.foundation.ledger.codes import Code, as_json
from sesshu.foundation.ledger.kind import Kind

RECORDED = "recorded in the ledger"


class Refused(Exception):
    """The rules of the office forbid this. Subclasses name the situation; `reason` is its code."""

    reason = "refused"


class NoPurpose(Refused):
    """Nobody looks or acts without naming what for (R19)."""

    reason = "no_purpose"


@dataclass(slots=True)
class Event:
    """What happened, to whom. ``subjects`` are ids of residents, in the order they were shown."""

    kind: Kind
    action: str
    purpose: str
    reason: str | None = None
    subjects: list[int] = field(default_factory=list)
    details: dict[str, Code] = field(default_factory=dict)

    def about(self, *residents: int) -> None:
        """Name residents this event is about, by id."""
        self.subjects.extend(residents)

    def detail(self, **codes: Code) -> None:
        """Add ids and codes; never names or values."""
        self.details.update(codes)

    def refused_for(self, reason: str) -> "Event":
        """The refusal of this event, about the same residents."""
        return Event(
            Kind.REFUSAL, self.action, self.purpose, reason, [*self.subjects], {**self.details}
        )

    def details_json(self) -> str:
        """The details as PostgreSQL takes them. Raises NotACode."""
        return as_json(self.details)


def reason_of(error: BaseException) -> str | None:
    """The code under which the ledger names a refusal; None when ``error`` is none."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, ProgrammingError) and isinstance(error.__cause__, InsufficientPrivilege):
        return "insufficient_privilege"
    return None


def mark_recorded(error: BaseException) -> None:
    """An error passes many hands on its way up; the first that records it says so."""
    error.add_note(RECORDED)


def is_recorded(error: BaseException) -> bool:
    """Whether this refusal is in the ledger already."""
    return RECORDED in getattr(error, "__notes__", ())
