"""Where a person stands in each series on the day of judgement, and why."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import msgspec

from sesshu.kernel.outcomes import Counts, Status
from sesshu.schedule import wording
from sesshu.schedule.alike import alike_since
from sesshu.schedule.faults import PAST_ILLNESS, exclusions_on, had_all, held_back
from sesshu.schedule.law_of_day import series_version
from sesshu.schedule.lived import LIVES_KEPT
from sesshu.schedule.next_dose import (
    Case,
    Front,
    front_of,
    next_dose,
    series_day,
    timing_of,
)
from sesshu.schedule.openings import Opening, may_continue
from sesshu.schedule.persons import Person
from sesshu.schedule.plan import Unit, courses_needed, units, units_on
from sesshu.schedule.progress import Progress
from sesshu.schedule.record import Record, record_of
from sesshu.schedule.tracks import Track, Tracks, tracks_of
from sesshu.schedule.types import CourseVersion, Rulebook, Series, SeriesVersion, Sex
from sesshu.schedule.verdicts import NextDose, Reason, SeriesVerdict

ALIKE_KEPT = 4096
BIRTHS_KEPT = 10_000


class Standing(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The answer before it is written down."""

    status: Status
    next: NextDose | None
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...] = ()


def series_verdicts(
    record: Record, tracks: Tracks, fresh: frozenset[Unit]
) -> tuple[SeriesVerdict, ...]:
    """Every series of the rulebook; those no dose or fact touches come from what is kept."""
    person = record.person
    kept = _kept(person.born_on, person.sex, record.on, record.rulebook)
    answers = list(kept)
    for number, (unit, is_law, is_fresh) in enumerate(units_on(record.rulebook, record.on, fresh)):
        if is_fresh:
            answers[number] = _unit_verdicts(unit, record, tracks)
        elif not answers[number]:
            answers[number] = kept[number] = _said_of_untouched(unit, record, is_law=is_law)
    return tuple(chain.from_iterable(answers))


@lru_cache(maxsize=BIRTHS_KEPT)
def _kept(born_on: date, sex: Sex, on: date, rulebook: Rulebook) -> list[Sequence[SeriesVerdict]]:
    """Answers of the untouched units to those born on a day, each empty until it is asked for."""
    return [()] * len(units(rulebook))


def _said_of_untouched(unit: Unit, record: Record, *, is_law: bool) -> Sequence[SeriesVerdict]:
    """No more is asked of the person than the answer depends on, so that more people share it."""
    person, rulebook = record.person, record.rulebook
    if not is_law:
        return _untouched(unit, date.min, "F", record.on, rulebook)
    sex = person.sex if unit.asks_for_sex else "F"
    since = alike_since(unit, person.born_on, sex, rulebook)
    return _untouched(unit, since, sex, record.on, rulebook)


@lru_cache(maxsize=LIVES_KEPT)
def _untouched(
    unit: Unit, born_on: date, sex: Sex, on: date, rulebook: Rulebook
) -> tuple[SeriesVerdict, ...]:
    """The same for everybody born on a day of whom nothing is recorded."""
    record = _of_nobody(born_on, sex, on, rulebook)
    tracks = tracks_of(record, courses_needed(frozenset([unit]), rulebook))
    return tuple(_unit_verdicts(unit, record, tracks))


@lru_cache(maxsize=8)
def _of_nobody(born_on: date, sex: Sex, on: date, rulebook: Rulebook) -> Record:
    """The record of which nothing is on it: units are asked one after another about one birth date."""
    return record_of(Person(id="", born_on=born_on, sex=sex), on, rulebook)


def _unit_verdicts(unit: Unit, record: Record, tracks: Tracks) -> list[SeriesVerdict]:
    if unit.series[0].equivalent is not None:
        return _equivalents(unit, record, tracks)
    if unit.series[0].stands_for is None:
        return [_verdict_of(series, record, tracks) for series in unit.series]
    cases = [_case(series, record, tracks) for series in unit.series]
    taken = _taken(cases)
    return [_series_verdict(case, taken) for case in cases]


def _verdict_of(series: Series, record: Record, tracks: Tracks) -> SeriesVerdict:
    case = _case(series, record, tracks)
    if record.holds_only_doses and not case.on_occasions and (said := _said_to_all_alike(case)):
        return said
    return _series_verdict(case, None)


def _said_to_all_alike(case: Case) -> SeriesVerdict | None:
    """What is said where a series is no law or all doses were had, and nothing else is known."""
    if case.law is None:
        return _nothing_left(
            case.series, None, _no_law(case.series, case.record.on), _doses_counted(case)
        )
    for track in case.tracks:
        if not track.progress.stage.complete or track.if_undecided_count:
            return None
    version = case.tracks[0].progress.version_on(case.record.on)
    if version is None:
        return None
    return _nothing_left(case.series, case.law, _complete(version.provision), _doses_counted(case))


def _case(series: Series, record: Record, tracks: Tracks) -> Case:
    on = record.on
    day = series_day(series, on, record.rulebook)
    own = tracks[series.serves[0]]
    if len(series.serves) > 1:
        own = [track for code in series.serves for track in tracks[code]]
    if day.on_occasions:
        own = [track for track in own if _is_now(track, on)]
    return Case(*day, own, record)


def _is_now(track: Track, on: date) -> bool:
    occasion = track.progress.occasion
    return occasion is None or on <= occasion.until_on


def _taken(cases: list[Case]) -> Series | None:
    """Of a choice between series, the one of the last dose that counts, else of the first in doubt."""
    tracks = {id(track): track for case in cases for track in case.tracks}
    placed = [(dose, t.placed[dose.id].counts) for t in tracks.values() for dose in t.doses]
    counting = [dose for dose, counts in placed if counts is Counts.YES]
    doubtful = [dose for dose, counts in placed if counts is Counts.UNDECIDED]
    dose = counting[-1] if counting else next(iter(doubtful), None)
    return None if dose is None else cases[0].record.rulebook.series.get(dose.series)


def _equivalents(unit: Unit, record: Record, tracks: Tracks) -> list[SeriesVerdict]:
    """Of series that share courses, offer the fewest that cover what is open; say why not the rest.

    Where nothing of what is offered can be given any more, each is answered by itself.
    """
    everything = [track for code in unit.serves for track in tracks[code]]
    state = [(t.course.code, t.progress.stage.complete, len(t.progress.days)) for t in everything]
    offer = _offer(unit, tuple(state), record.on)
    said = {series: _verdict_of(series, record, tracks) for series in offer.series}
    if any([one.next for one in said.values()]):
        said |= offer.others
    return [said.get(series) or _verdict_of(series, record, tracks) for series in unit.series]


class Offer(NamedTuple):
    """Of equivalent series those to offer, and the answer about the others that have doses left."""

    series: list[Series]
    others: dict[Series, SeriesVerdict]


State = tuple[tuple[str, bool, int], ...]
"""Of each track the course, whether it is complete, and how many doses count."""


@lru_cache(maxsize=ALIKE_KEPT)
def _offer(unit: Unit, state: State, on: date) -> Offer:
    laws = {series: law for series in unit.series if (law := series_version(series, on))}
    offered = _fewest(list(laws), {code for code, complete, _ in state if not complete})
    names, others = "・".join(series.name for series in offered), {}
    for series, law in laws.items():
        own = [(complete, doses) for code, complete, doses in state if code in series.serves]
        done = [complete for complete, _ in own]
        if series not in offered and not all(done):
            say = wording.partly_done if any(done) else wording.another_covers
            reason = say(names, law.provision)
            others[series] = _not_offered(series, law, reason, min(doses for _, doses in own))
    return Offer(offered, others)


def _fewest(lawful: list[Series], left: set[str]) -> list[Series]:
    offered: list[Series] = []
    for whole in (True, False):
        for series in lawful:
            serves = set(series.serves)
            if left and (serves <= left if whole else serves & left):
                offered.append(series)
                left -= serves
    return offered


def _not_offered(
    series: Series, law: SeriesVersion, reason: Reason, doses_counted: int
) -> SeriesVerdict:
    return SeriesVerdict(
        series=series.code,
        name=series.name,
        status=Status.OTHER_SERIES,
        timing=None,
        doses_counted=doses_counted,
        next=None,
        next_if_undecided_count=None,
        reasons=(reason,),
        verify=tuple(dict.fromkeys(law.verify)),
    )


def _series_verdict(case: Case, taken: Series | None) -> SeriesVerdict:
    standing = _standing(case, taken, [track.progress for track in case.tracks])
    other = None
    if any([track.if_undecided_count for track in case.tracks]):
        progresses = [track.if_undecided_count or track.progress for track in case.tracks]
        other = _standing(case, taken, progresses).next
    return _written(case, standing, other)


def _written(case: Case, standing: Standing, other: NextDose | None) -> SeriesVerdict:
    return SeriesVerdict(
        series=case.series.code,
        name=case.series.name,
        status=standing.status,
        timing=timing_of(standing.status, standing.next, case.record.on),
        doses_counted=_doses_counted(case),
        next=standing.next,
        next_if_undecided_count=other,
        reasons=standing.reasons,
        verify=_rests_on(case.law, standing),
    )


@lru_cache(maxsize=ALIKE_KEPT)
def _nothing_left(
    series: Series, law: SeriesVersion | None, standing: Standing, doses_counted: int
) -> SeriesVerdict:
    return SeriesVerdict(
        series=series.code,
        name=series.name,
        status=standing.status,
        timing=None,
        doses_counted=doses_counted,
        next=None,
        next_if_undecided_count=None,
        reasons=standing.reasons,
        verify=_rests_on(law, standing),
    )


def _doses_counted(case: Case) -> int:
    if len(case.tracks) == 1 and not case.on_occasions:
        return len(case.tracks[0].progress.days)
    return min([len(track.progress.days) for track in _current(case)], default=0)


def _rests_on(law: SeriesVersion | None, standing: Standing) -> tuple[str, ...]:
    marks = list(law.verify) if law is not None else []
    for reason in standing.reasons:
        marks += reason.verify
    marks += standing.verify
    return tuple(dict.fromkeys(marks)) if marks else ()


def _current(case: Case) -> list[Track]:
    """Tracks of the occasion that the day of judgement lies in."""
    if not case.on_occasions:
        return case.tracks
    on = case.record.on
    return [
        track
        for track in case.tracks
        if track.progress.occasion is None or track.progress.occasion.holds(on)
    ]


def _standing(case: Case, taken: Series | None, progresses: list[Progress]) -> Standing:
    record = case.record
    if record.person.died_on is not None and record.person.died_on <= record.on:
        return Standing(Status.NOT_ELIGIBLE, None, (wording.dead("予防接種法第5条"),))
    if case.law is None:
        return _no_law(case.series, record.on)
    if case.on_occasions:
        return _on_occasions(case, progresses)
    return _once(case, taken, progresses)


@lru_cache(maxsize=ALIKE_KEPT)
def _no_law(series: Series, on: date) -> Standing:
    return Standing(Status.NOT_ELIGIBLE, None, (_not_in_law(series, on),))


def _not_in_law(series: Series, on: date) -> Reason:
    for closed in series.closed:
        if closed.holds_on(on):
            return wording.closed_here(closed.provision).without_error()
    first, last = series.versions[0], series.versions[-1]
    if on < first.effective_from:
        return wording.not_law_yet(first.effective_from, first.provision)
    return wording.no_law_any_more(last.effective_until, last.provision).without_error()


def _on_occasions(case: Case, progresses: list[Progress]) -> Standing:
    """The answer for the first occasion that is not over; a later one only if nothing is open now."""
    answers = [_once(case, None, [each]) for each in progresses if each.occasion is not None]
    if not answers:
        provision = case.record.rulebook.courses[case.series.serves[0]].versions[-1].provision
        return Standing(Status.NOT_ELIGIBLE, None, (wording.for_pregnant_women(provision),))
    if answers[0].status is Status.MISSED and len(answers) > 1:
        return answers[1]
    return answers[0]


def _once(case: Case, taken: Series | None, progresses: list[Progress]) -> Standing:
    on = case.record.on
    held = [(p, v) for p in progresses if (v := p.version_on(on)) is not None]
    if not held:
        provision = case.tracks[0].course.versions[-1].provision
        return Standing(Status.NOT_ELIGIBLE, None, (wording.not_eligible(provision),))
    if out := _taken_out(case, held[0][1].provision):
        return Standing(Status.EXCLUDED, None, out)
    if taken is not None and taken is not case.series:
        return _other_begun(taken, held[0][1].provision)
    if all([progress.stage.complete for progress in progresses]):
        return _complete(held[0][1].provision)
    return _open_standing(case, [front_of(case, p, v) for p, v in held if not p.stage.complete])


@lru_cache(maxsize=ALIKE_KEPT)
def _other_begun(taken: Series, provision: str) -> Standing:
    begun = wording.other_kind_begun(taken.name, provision).without_error()
    return Standing(Status.OTHER_SERIES, None, (begun,))


@lru_cache(maxsize=ALIKE_KEPT)
def _complete(provision: str) -> Standing:
    return Standing(Status.COMPLETE, None, (wording.complete(provision),))


def _taken_out(case: Case, provision: str) -> tuple[Reason, ...]:
    record = case.record
    if record.person.facts and (found := exclusions_on(case.series, record, record.on)):
        return tuple(reason.without_error() for reason in found)
    if record.person.diseases:
        antigens = {antigen for track in case.tracks for antigen in track.antigens}
        if had_all(antigens, case.series, record, record.on):
            return (wording.had_disease(f"{PAST_ILLNESS}; {provision}"),)
    return ()


def _open_standing(case: Case, fronts: list[Front]) -> Standing:
    latest, last_on, verify = fronts[0], date.max, tuple[str, ...]()
    for front in fronts:
        verify += front.version.verify
    for front in fronts:
        if not front.ways:
            return _closed(case, front, verify)
        last_on = min(last_on, front.last_on)
    if len(fronts) > 1:
        latest = max(fronts, key=_opens_on)
    earliest, held = _beside_others(case, _opens_on(latest))
    if last_on < earliest:
        reason = wording.missed(last_on, latest.version.provision)
        return Standing(Status.MISSED, None, (reason,), verify)
    following = next_dose(case, latest, earliest, last_on)
    reasons = _reasons(case, fronts, latest, following, held)
    status = Status.DUE if earliest <= case.record.on else Status.WAITING
    if case.withheld:
        status = Status.SUSPENDED
    return Standing(status, following, reasons, verify + _marks(latest.ways))


def _opens_on(front: Front) -> date:
    return front.ways[0].earliest_on


def _closed(case: Case, front: Front, verify: tuple[str, ...]) -> Standing:
    provision = front.version.provision
    waiting = [o for o in front.closed if o.waits_for and o.last_on >= case.record.on]
    if waiting:
        reason = wording.later_stage(_names(waiting[0], case), provision)
        return Standing(Status.WAITING, None, (reason,), verify)
    if not may_continue(front.version, front.progress):
        reason = wording.not_begun_in_time(provision).without_error()
        return Standing(Status.NOT_ELIGIBLE, None, (reason,), verify)
    if not front.closed:
        return Standing(Status.NOT_ELIGIBLE, None, (_why_closed(case, front.version),), verify)
    not_yet = [o.age_from for o in front.closed if o.age_from > max(o.age_until, case.record.on)]
    if len(not_yet) == len(front.closed):
        reason = wording.opens_by_age(min(not_yet), provision)
        return Standing(Status.WAITING, None, (reason,), verify)
    last = max(opening.last_on for opening in front.closed)
    return Standing(Status.MISSED, None, (wording.missed(last, provision),), verify)


def _names(opening: Opening, case: Case) -> str:
    courses = opening.waits_for.courses if opening.waits_for else ()
    return "・".join(case.record.rulebook.courses[code].name for code in courses)


def _why_closed(case: Case, version: CourseVersion) -> Reason:
    if version.fact is None:
        return wording.not_eligible(version.provision)
    name = case.record.rulebook.facts[version.fact]
    return wording.needs_fact(name, version.provision).without_error()


def _marks(ways: list[Opening]) -> tuple[str, ...]:
    marks: tuple[str, ...] = ("missing-day",) if any([w.rests_on_reading for w in ways]) else ()
    for way in ways:
        marks += way.rule.verify
        if way.place.door:
            marks += way.place.door.verify
    return marks


def _beside_others(case: Case, earliest: date) -> tuple[date, Reason | None]:
    record, leading = case.record, case.leading
    if leading is None or not case.between:
        return earliest, None
    held = held_back(leading, record.on, case.between, record.doses, record)
    if held is None or held.free_on <= max(earliest, record.on):
        return earliest, None
    reason = wording.opens_after_other(
        held.other.name, held.free_on, held.rule.provision, held.rule.verify
    )
    return held.free_on, reason


def _reasons(
    case: Case, fronts: list[Front], latest: Front, following: NextDose, held: Reason | None
) -> tuple[Reason, ...]:
    provision, first = following.provision, latest.ways[0]
    reasons = [held] if held else []
    if case.withheld:
        reasons += [wording.withheld(row.provision, row.verify) for row in case.withheld]
    if following.earliest_on <= case.record.on:
        reasons.append(wording.can_be_given(following, case.record.on, provision))
    elif held is None and first.age_from >= first.kept_from:
        reasons.append(wording.opens_by_age(first.age_from, provision))
    elif held is None:
        reasons.append(wording.opens_by_interval(first, first.kept_from, provision))
    if case.series.stands_for is not None:
        reasons.extend(_choice(case, provision))
    if len(fronts) < len(_current(case)) and (ahead := _names_ahead(case)):
        reasons.append(wording.antigens_differ("・".join(ahead)))
    return tuple(reasons)


def _names_ahead(case: Case) -> list[str]:
    ahead = [track for track in case.tracks if track.progress.stage.complete]
    return [case.record.rulebook.antigens[antigen] for track in ahead for antigen in track.antigens]


def _choice(case: Case, provision: str) -> list[Reason]:
    if any(track.doses for track in case.tracks):
        return []
    choice, everything = case.series.stands_for, case.record.rulebook.series.values()
    names = [series.name for series in everything if series.stands_for == choice]
    return [wording.choose_one("と".join(names), provision)]
