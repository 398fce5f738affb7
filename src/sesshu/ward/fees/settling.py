"""A clinic's claim beside the records: counted, compared, priced. Pure (V100–V103, V107)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sesshu.ward.fees.codes import Finding, Treatment

Kind = tuple[str, str]
"""Series and outcome: what a claim has one line for."""


@dataclass(frozen=True, slots=True)
class Row:
    """Doses of one month, kind and price; `doses` is negative where they are taken back.

    `unit_yen` and `charge_yen` are None where nobody has entered them.
    """

    month: date
    series: str
    outcome: str
    unit_yen: int | None
    charge_yen: int | None
    doses: int
    treatment: Treatment = Treatment.PAID
    reason: str | None = None

    @property
    def kind(self) -> Kind:
        """What a claim names it by."""
        return self.series, self.outcome

    @property
    def is_priced(self) -> bool:
        """Whether it can be paid."""
        return self.unit_yen is not None and self.charge_yen is not None

    @property
    def yen(self) -> int:
        """What the ward pays for it: nothing for what is returned."""
        if self.treatment is Treatment.RETURNED or self.unit_yen is None or self.charge_yen is None:
            return 0
        return self.doses * (self.unit_yen - self.charge_yen)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim says of one kind."""

    doses: int
    yen: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of a clinic's month: what was counted, what is claimed, what is wrong."""

    kind: Kind
    rows: tuple[Row, ...]
    claimed: Claimed | None
    findings: tuple[Finding, ...]

    @property
    def doses(self) -> int:
        """How many were counted."""
        return sum(row.doses for row in self.rows)

    @property
    def yen(self) -> int:
        """What they cost."""
        return sum(row.yen for row in self.rows)

    @property
    def may_be_paid(self) -> bool:
        """Whether something was counted and all of it has a price."""
        return bool(self.rows) and all(row.is_priced for row in self.rows)


def compared(rows: Iterable[Row], claim: Mapping[Kind, Claimed]) -> tuple[Compared, ...]:
    """Every kind that was counted or is claimed, in the order of their codes."""
    by_kind: dict[Kind, list[Row]] = {kind: [] for kind in claim}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return tuple(
        Compared(kind, tuple(found), claim.get(kind), tuple(_findings(found, claim.get(kind))))
        for kind, found in sorted(by_kind.items())
    )


def settled(
    on: date, month: Iterable[Compared], returned: Mapping[Kind, str], adjustments: Iterable[Row]
) -> tuple[Row, ...]:
    """The rows of a settlement: what is paid, what goes back with a reason, what is adjusted.

    A kind that is claimed without any record goes back as no doses of the month `on`.
    """
    rows: list[Row] = []
    for each in month:
        reason = returned.get(each.kind)
        if reason is None:
            rows += each.rows
        else:
            found = each.rows or (Row(on, *each.kind, None, None, 0),)
            rows += (replace(row, treatment=Treatment.RETURNED, reason=reason) for row in found)
    return (*rows, *(replace(row, treatment=Treatment.ADJUSTED) for row in adjustments))


def _findings(rows: list[Row], claimed: Claimed | None) -> Iterable[Finding]:
    doses, yen = sum(row.doses for row in rows), sum(row.yen for row in rows)
    if any(row.unit_yen is None for row in rows):
        yield Finding.NO_PRICE
    if any(row.charge_yen is None for row in rows):
        yield Finding.NO_CHARGE
    if claimed is None:
        yield Finding.NOT_CLAIMED
    elif not doses:
        yield Finding.NOT_RECORDED
    elif claimed.doses != doses:
        yield Finding.MORE_CLAIMED if claimed.doses > doses else Finding.LESS_CLAIMED
    elif claimed.yen != yen and all(row.is_priced for row in rows):
        yield Finding.OTHER_AMOUNT
