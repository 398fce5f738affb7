"""What if the law changes: who gains, loses, or is moved when one release takes the place of another."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from sesshu.kernel.outcomes import Status
from sesshu.schedule.judge import judge
from sesshu.schedule.law_of_day import series_version
from sesshu.schedule.persons import Person
from sesshu.schedule.seen import DoseSeen, SeriesSeen, seen
from sesshu.schedule.types import Rulebook

FORMAT = "sesshu.schedule.diff/1"


class Effect(StrEnum):
    """What the other release does to a person in a series."""

    GAINS = "gains"
    """There is a next dose, and there was none."""
    LOSES = "loses"
    """There was a next dose, and there is none."""
    MOVED = "moved"
    """There is a next dose as before, with another number or other days."""
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
    before, after = seen(judge(person, on, old)), seen(judge(person, on, new))
    series_of = {dose.id: dose.series for dose in person.doses}
    in_series = _in_series(person.id, before.series, after.series)
    return (*in_series, *_in_doses(person.id, before.doses, after.doses, series_of))


def vaccines_changed(on: date, old: Rulebook, new: Rulebook) -> tuple[str, ...]:
    """Series in both releases whose vaccines on a day differ: nobody is moved by that alone."""
    both = [code for code in new.series if code in old.series]
    return tuple(code for code in both if _used(old, code, on) != _used(new, code, on))


def _used(rulebook: Rulebook, code: str, on: date) -> set[str]:
    version = series_version(rulebook.series[code], on)
    return {use.product for use in version.uses} if version else set()


def totals(rows: Iterable[Affected]) -> Counter[tuple[str, Effect]]:
    """Persons by series and effect."""
    return Counter((row.series, row.effect) for row in rows)


def _in_series(
    id: str, before: Mapping[str, SeriesSeen], after: Mapping[str, SeriesSeen]
) -> Iterator[Affected]:
    was = {code: _position(one) for code, one in before.items()}
    becomes = {code: _position(one) for code, one in after.items()}
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


def _position(series: SeriesSeen) -> Position:
    return Position(
        status=series.status,
        dose=series.next_dose,
        earliest_on=series.earliest_on,
        last_on=series.last_on,
        standard_from=series.standard_from,
        standard_until=series.standard_until,
    )


def _in_doses(
    id: str,
    before: Mapping[str, DoseSeen],
    after: Mapping[str, DoseSeen],
    series_of: Mapping[str, str],
) -> Iterator[Affected]:
    anew: dict[str, list[str]] = {}
    for dose, answer in after.items():
        if _answers(answer) != _answers(before[dose]):
            anew.setdefault(series_of[dose], []).append(dose)
    for series, doses in anew.items():
        yield Affected(
            id=id,
            series=series,
            effect=Effect.JUDGED_ANEW,
            before=None,
            after=None,
            doses=tuple(doses),
        )


def _answers(dose: DoseSeen) -> tuple[object, ...]:
    return dose.legal, dose.counts, dose.counts_as, dose.error
