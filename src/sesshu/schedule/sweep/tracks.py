"""Doses of a course put into tracks: by person, occasion, and antigens that had the same doses."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.courses import CourseLaw
from sesshu.schedule.sweep.days import LAST, NONE, Days, Mask, Rows
from sesshu.schedule.tracks import AFTER_DUE, LENGTH_OF_PREGNANCY, PREGNANCY

Antigens = npt.NDArray[np.int64]
_NOBODY = np.empty(0, np.intp)


@dataclass(eq=False)
class Tracks:
    """All tracks of a course that have doses of it on record, each dose oldest first."""

    person: Rows
    anchor: Rows
    occasion: tuple[Days, Days] | None
    """First and last day; NONE and LAST for doses that belong to no occasion."""
    number: npt.NDArray[np.int64]
    """Which of the groups of antigens of its person it is, from 0."""
    antigens: Antigens
    """The antigens, a bit for each of the course's."""
    begins: Rows
    """Where its doses begin; one more than there are tracks."""
    dose: Rows
    """Doses of all tracks, one track after the other."""

    def __len__(self) -> int:
        return len(self.person)

    @property
    def lengths(self) -> Rows:
        """How many doses each has."""
        return np.diff(self.begins)

    def of_people(self, people: int, number: int, among: Mask | None = None) -> Rows:
        """The track with a number of each person, -1 for none."""
        chosen = self.number == number if among is None else (self.number == number) & among
        found = np.full(people, -1, np.intp)
        found[self.person[chosen]] = np.flatnonzero(chosen)
        return found


@dataclass(eq=False)
class _Occasions:
    """Doses of a course by occasion, before antigens are told apart; one occasion after the other."""

    person: Rows
    anchor: Rows
    days: tuple[Days, Days] | None
    begins: Rows
    dose: Rows


def tracks_of(course: CourseLaw) -> Tracks:
    """The tracks of a course, in the order of people, occasions and antigens."""
    occasions = _occasions(course, _doses_of(course))
    carried = _carried(course, occasions.dose)
    if all(own.all() for own in carried):
        return _whole(occasions, (1 << len(carried)) - 1)
    leaders = _leaders(occasions, carried)
    return _joined(
        occasions, [_block(occasions, carried, leaders, at) for at in range(len(carried))]
    )


def _whole(occasions: _Occasions, antigens: int) -> Tracks:
    """One track each, where every dose carries every antigen."""
    many = len(occasions.person)
    return Tracks(
        person=occasions.person,
        anchor=occasions.anchor,
        occasion=occasions.days,
        number=np.zeros(many, np.int64),
        antigens=np.full(many, antigens),
        begins=occasions.begins,
        dose=occasions.dose,
    )


def _doses_of(course: CourseLaw) -> Rows:
    """Doses of series that serve the course; of unknown series, those with its antigens."""
    law, code = course.law, course.course.code
    serving = [at for at, series in enumerate(law.series) if code in series.serves]
    parts = [law.doses_of_series(at) for at in serving]
    parts = [part for part in parts if len(part)]
    if not course.course.later_stage:
        strays = law.doses_of_series(-1)
        related = np.array([*_related(course), False])
        parts += [strays[related[law.product[strays]]]] if len(strays) else []
    return parts[0] if len(parts) == 1 else np.sort(np.concatenate([_NOBODY, *parts]))


def _related(course: CourseLaw) -> list[bool]:
    own = set(course.course.antigens)
    return [not own.isdisjoint(product.antigens) for product in course.law.products]


def _occasions(course: CourseLaw, dose: Rows) -> _Occasions:
    law = course.law
    if course.course.each == PREGNANCY:
        return _pregnancies(course, dose)
    person = law.columns.person[dose]
    if course.course.each is None:
        first = _changes(person)
        return _Occasions(person[first], law.birth[person[first]], None, _ends(first, dose), dose)
    begins, ends = law.fiscal_year_of_day
    since = law.columns.day[dose] - law.first_day
    first = _changes(person) | _changes(begins[since])
    both = begins[since[first]], ends[since[first]]
    return _Occasions(person[first], law.birth[person[first]], both, _ends(first, dose), dose)


def _changes(numbers: npt.NDArray[np.integer]) -> Mask:
    """Whether each differs from the one before."""
    found = np.ones(len(numbers), np.bool_)
    found[1:] = numbers[1:] != numbers[:-1]
    return found


def _ends(first: Mask, dose: Rows) -> Rows:
    return np.append(np.flatnonzero(first), len(dose))


def pregnancies(course: CourseLaw) -> tuple[Rows, Rows, Days, Days]:
    """Person, anchor, first and last day of every pregnancy with a due date, by person."""
    law, facts = course.law, course.law.columns.facts
    if PREGNANCY not in law.fact_of or law.fact_of[PREGNANCY] not in law.facts.present:
        nothing = np.empty(0, np.intp)
        return nothing, nothing, nothing.astype(np.int32), nothing.astype(np.int32)
    rows = law.facts.of_kind(law.fact_of[PREGNANCY]).rows
    rows = rows[facts.due_on[rows] != NONE]
    due, until = facts.due_on[rows], facts.until_on[rows]
    ends = due + np.int32(AFTER_DUE.days)
    ends = np.where(until == LAST, ends, np.minimum(ends, until)).astype(np.int32)
    anchor = np.searchsorted(law.anchors, due)
    return facts.person[rows], anchor, due - np.int32(LENGTH_OF_PREGNANCY.days), ends


def _pregnancies(course: CourseLaw, dose: Rows) -> _Occasions:
    """Doses in each pregnancy, and those that lie in none."""
    law = course.law
    person, anchor, begins, ends = pregnancies(course)
    pregnancy, own = _pairs(person, dose, law.columns.person[dose])
    day = law.columns.day[own]
    inside = (begins[pregnancy] <= day) & (day <= ends[pregnancy])
    rest = dose[~np.isin(dose, own[inside])]
    others, first = law.columns.person[rest], _changes(law.columns.person[rest])
    nothing = np.full(int(first.sum()), NONE, np.int32)
    lengths = np.bincount(pregnancy[inside], minlength=len(person))
    lengths = np.concatenate([lengths, np.diff(_ends(first, rest))])
    return _Occasions(
        np.concatenate([person, others[first]]),
        np.concatenate([anchor, law.birth[others[first]]]),
        (np.concatenate([begins, nothing]), np.concatenate([ends, np.full_like(nothing, LAST)])),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp),
        np.concatenate([own[inside], rest]),
    )


def _pairs(person: Rows, dose: Rows, of: Rows) -> tuple[Rows, Rows]:
    """Each of some people's rows with each dose of the person, both by place; doses are by person."""
    begins = np.searchsorted(of, np.arange(int(person.max(initial=-1)) + 2))
    many = begins[person + 1] - begins[person]
    row = np.repeat(np.arange(len(person)), many)
    place = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    return row, dose[begins[person[row]] + place]


def _carried(course: CourseLaw, dose: Rows) -> list[Mask]:
    """For each antigen, which doses carry it; a dose of no known product carries all."""
    product = course.law.product[dose]
    return [
        np.array([antigen in one.antigens for one in course.law.products] + [True])[product]
        for antigen in course.course.antigens
    ]


def _leaders(occasions: _Occasions, carried: list[Mask]) -> npt.NDArray[np.int64]:
    """[antigen, occasion]: the first antigen with the same doses."""
    found = np.empty((len(carried), len(occasions.person)), np.int64)
    for at, own in enumerate(carried):
        found[at] = at
        for before in reversed(range(at)):
            differ = _any_of(own != carried[before], occasions.begins)
            found[at] = np.where(differ, found[at], before)
    return found


def _any_of(mask: Mask, begins: Rows) -> Mask:
    """Whether any of each stretch is set."""
    total = np.concatenate([[0], np.cumsum(mask)])
    return np.asarray(total[begins[1:]] > total[begins[:-1]])


@dataclass(eq=False)
class _Block:
    """Tracks whose first antigen is the same."""

    occasion: Rows
    number: npt.NDArray[np.int64]
    antigens: Antigens
    lengths: Rows
    dose: Rows


def _block(
    occasions: _Occasions, carried: list[Mask], leaders: npt.NDArray[np.int64], lead: int
) -> _Block:
    every = len(occasions.person)
    own = np.flatnonzero(leaders[lead] == lead)
    number = (leaders[:lead, own] == np.arange(lead)[:, None]).sum(axis=0)
    bits = 1 << np.arange(len(carried))
    antigens = ((leaders[:, own] == lead) * bits[:, None]).sum(axis=0)
    of = np.repeat(np.arange(every), np.diff(occasions.begins))
    chosen = np.zeros(every, np.bool_)
    chosen[own] = True
    kept = carried[lead] & chosen[of]
    lengths = np.bincount(of[kept], minlength=every)[own]
    return _Block(own, number, antigens.astype(np.int64), lengths, occasions.dose[kept])


def _joined(occasions: _Occasions, blocks: list[_Block]) -> Tracks:
    own = np.concatenate([block.occasion for block in blocks])
    both = occasions.days
    lengths = np.concatenate([block.lengths for block in blocks])
    return Tracks(
        person=occasions.person[own],
        anchor=occasions.anchor[own],
        occasion=None if both is None else (both[0][own], both[1][own]),
        number=np.concatenate([block.number for block in blocks]),
        antigens=np.concatenate([block.antigens for block in blocks]),
        begins=np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp),
        dose=np.concatenate([block.dose for block in blocks]),
    )
