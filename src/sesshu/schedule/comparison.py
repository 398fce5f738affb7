"""What if the law changes: who gains, loses, or is moved when one release takes the place of another."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import msgspec

from sesshu.kernel.outcomes import Status
from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import DoseVerdict, SeriesVerdict, Verdict

FORMAT = "sesshu.schedule.diff/1"


class Effect(StrEnum):
    """What the other release does to a person in a series."""

    GAINS = "gains"
    """There is a next dose, and there was none."""
    LOSES = "loses"
    """There was a next dose, and there is none."""
    MOVED = "moved"
    """There is a next dose as before, with another number, other days or other vaccines."""
    RESTATED = "restated"
    """No next dose, before or after; the status is another."""
    JUDGED_ANEW = "judged_anew"
    """A dose on record is answered otherwise: what it is by law, whether it counts, as what, the error."""

    @property
    def ja(self) -> str:
        """The office's word."""
        return _EFFECTS[self]


_EFFECTS = {
    Effect.GAINS: "新しく受けられる",
    Effect.LOSES: "受けられなくなる",
    Effect.MOVED: "日付などが変わる",
    Effect.RESTATED: "状態だけ変わる",
    Effect.JUDGED_ANEW: "接種記録の判定が変わる",
}


class Position(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where somebody stands in a series under one release; days as in a verdict."""

    status: Status
    dose: int | None = None
    earliest_on: date | None = None
    last_on: date | None = None
    standard_from: date | None = None
    standard_until: date | None = None
    products: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a dose is still to be given."""
        return self.dose is not None


class Affected(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One person in one series: what happens, where they stood and would stand, and doses judged anew."""

    format: str = FORMAT
    id: str
    series: str
    effect: Effect
    before: Position | None
    after: Position | None
    doses: tuple[str, ...] = ()


def affected(person: Person, on: date, old: Rulebook, new: Rulebook) -> tuple[Affected, ...]:
    """Every series in which the two releases answer otherwise about a person on a day."""
    before, after = judge(person, on, old), judge(person, on, new)
    return (*_in_series(person.id, before, after), *_in_doses(person.id, before, after))


def totals(rows: Iterable[Affected]) -> Counter[tuple[str, Effect]]:
    """Persons by series and effect."""
    return Counter((row.series, row.effect) for row in rows)


def _in_series(id: str, before: Verdict, after: Verdict) -> Iterator[Affected]:
    was = {one.series: _position(one) for one in before.series}
    becomes = {one.series: _position(one) for one in after.series}
    for code in dict.fromkeys([*was, *becomes]):
        effect = _effect(was.get(code), becomes.get(code))
        if effect is not None:
            yield Affected(
                id=id,
                series=code,
                effect=effect,
                before=was.get(code),
                after=becomes.get(code),
            )


def _effect(before: Position | None, after: Position | None) -> Effect | None:
    was, becomes = before or NOWHERE, after or NOWHERE
    if was == becomes:
        return None
    if was.is_open and becomes.is_open:
        return Effect.MOVED
    if was.is_open or becomes.is_open:
        return Effect.LOSES if was.is_open else Effect.GAINS
    return Effect.RESTATED


NOWHERE = Position(status=Status.NOT_ELIGIBLE)  # a series that one of the releases does not know


def _position(series: SeriesVerdict) -> Position:
    following = series.next
    if following is None:
        return Position(status=series.status)
    return Position(
        status=series.status,
        dose=following.dose,
        earliest_on=following.earliest_on,
        last_on=following.last_on,
        standard_from=following.standard_from,
        standard_until=following.standard_until,
        products=tuple(sorted(one.product for one in following.products)),
    )


def _in_doses(id: str, before: Verdict, after: Verdict) -> Iterator[Affected]:
    was = {dose.id: dose for dose in before.doses}
    anew: dict[str, list[str]] = {}
    for dose in after.doses:
        if _answers(dose) != _answers(was[dose.id]):
            anew.setdefault(dose.series, []).append(dose.id)
    for series, doses in anew.items():
        yield Affected(
            id=id,
            series=series,
            effect=Effect.JUDGED_ANEW,
            before=None,
            after=None,
            doses=tuple(doses),
        )


def _answers(dose: DoseVerdict) -> tuple[object, ...]:
    return dose.legal, dose.counts, dose.counts_as, dose.error
