"""Where a person stands in a series, and which days are open for the next dose."""

from datetime import date
from typing import NamedTuple

from sesshu.kernel.outcomes import Counts, Status
from sesshu.schedule import wording
from sesshu.schedule.bounds import Bound
from sesshu.schedule.faults import fitting_volumes, held_back, volumes_of
from sesshu.schedule.openings import Opening, Progress, openings
from sesshu.schedule.record import Record, series_version
from sesshu.schedule.tracks import Track
from sesshu.schedule.types import CourseVersion, Rulebook, Series, SeriesVersion
from sesshu.schedule.verdicts import Method, NextDose, OfferedVolume, Reason, SeriesVerdict


class Case(NamedTuple):
    """One series of one person on one day, with everything the answer needs."""

    series: Series
    law: SeriesVersion | None
    tracks: list[Track]
    record: Record


class Front(NamedTuple):
    """The openings of one track that are not over yet, soonest first."""

    progress: Progress
    version: CourseVersion
    ways: list[Opening]


class Standing(NamedTuple):
    """The answer before it is written down."""

    status: Status
    next: NextDose | None
    reasons: tuple[Reason, ...]
    verify: tuple[str, ...] = ()


def series_verdict(case: Case, begun: dict[str, str]) -> SeriesVerdict:
    """Status, next dose and reasons of one series; `begun` names the series taken per choice."""
    standing = _standing(case, begun, [track.progress for track in case.tracks])
    return SeriesVerdict(
        series=case.series.code,
        name=case.series.name,
        status=standing.status,
        doses_counted=min((len(track.progress.days) for track in case.tracks), default=0),
        next=standing.next,
        next_if_undecided_count=_other_future(case, begun),
        reasons=standing.reasons,
        verify=tuple(dict.fromkeys(standing.verify)),
    )


def _other_future(case: Case, begun: dict[str, str]) -> NextDose | None:
    if all(track.if_undecided_count is None for track in case.tracks):
        return None
    progresses = [track.if_undecided_count or track.progress for track in case.tracks]
    return _standing(case, begun, progresses).next


def _standing(case: Case, begun: dict[str, str], progresses: list[Progress]) -> Standing:
    versions = [progress.version_on(case.record.on) for progress in progresses]
    held = [(p, v) for p, v in zip(progresses, versions, strict=True) if v is not None]
    if not held or case.law is None:
        return Standing(Status.NOT_ELIGIBLE, None, (wording.not_eligible(_provision(case)),))
    provision = held[0][1].provision
    if _had_all_diseases(case):
        return Standing(Status.EXCLUDED, None, (wording.had_disease(provision),))
    if all(progress.complete for progress in progresses):
        return Standing(Status.COMPLETE, None, (wording.complete(provision),))
    taken = begun.get(case.series.stands_for or "")
    if taken is not None and taken != case.series.code:
        name = case.record.rulebook.series[taken].name
        return Standing(Status.OTHER_SERIES, None, (wording.other_kind_begun(name, provision),))
    return _open_standing(case, [_front(case, p, v) for p, v in held if not p.complete])


def _front(case: Case, progress: Progress, version: CourseVersion) -> Front:
    found = openings(version, progress, case.record.rulebook.missing_day_on(case.record.on))
    ways = [o for o in found if o.age_until >= max(case.record.on, o.earliest_on)]
    return Front(progress, version, sorted(ways, key=lambda way: way.earliest_on))


def _open_standing(case: Case, fronts: list[Front]) -> Standing:
    verify = tuple(mark for front in fronts for mark in front.version.verify)
    closed = [front for front in fronts if not front.ways]
    if closed:
        version = closed[0].version
        last = version.eligible_until.day(case.record.person.born_on)
        return Standing(Status.MISSED, None, (wording.missed(last, version.provision),), verify)
    latest = max(fronts, key=lambda front: front.ways[0].earliest_on)
    earliest, held_back = _beside_others(case, latest.ways[0].earliest_on)
    last_on = min(max(way.age_until for way in front.ways) for front in fronts)
    if last_on < earliest:
        return Standing(
            Status.MISSED, None, (wording.missed(last_on, latest.version.provision),), verify
        )
    following = _next_dose(case, latest, earliest, last_on)
    reasons = _reasons(case, fronts, latest, following, held_back)
    verify += _marks(latest.ways)
    status = Status.DUE if earliest <= case.record.on else Status.WAITING
    return Standing(status, following, reasons, verify)


def _marks(ways: list[Opening]) -> tuple[str, ...]:
    reading = ("missing-day",) if any(way.rests_on_reading for way in ways) else ()
    return tuple(mark for way in ways for mark in way.rule.verify) + reading


def _beside_others(case: Case, earliest: date) -> tuple[date, Reason | None]:
    if case.law is None:
        return earliest, None
    product = case.record.rulebook.products[case.law.uses[0].product]
    days_before = [dose for dose in case.record.doses if dose.given_on < case.record.on]
    held = held_back(product, case.record.on, days_before, case.record)
    if held is None or held.free_on <= earliest:
        return earliest, None
    reason = wording.opens_after_other(held.other.name, held.free_on, held.rule.provision)
    return held.free_on, reason


def _next_dose(case: Case, front: Front, earliest: date, last_on: date) -> NextDose:
    first = front.ways[0]
    return NextDose(
        dose=len(front.progress.days) + 1,
        phase=first.rule.phase,
        earliest_on=earliest,
        last_on=last_on,
        standard_from=_standard_from(case, front, earliest),
        standard_until=_standard_until(case, front),
        provision=first.regimen.provision or front.version.provision,
        products=_products(case, max(earliest, case.record.on)),
        methods=tuple(
            Method(
                way.regimen.code,
                way.regimen.name,
                max(earliest, way.earliest_on),
                way.age_until,
                len(way.regimen.doses) - way.number,
            )
            for way in front.ways
        ),
    )


def _standard_from(case: Case, front: Front, earliest: date) -> date | None:
    rule, born_on = front.ways[0].rule, case.record.person.born_on
    days = [earliest] if rule.standard_from or rule.standard_interval else []
    if rule.standard_from:
        days.append(rule.standard_from.day(born_on))
    if rule.standard_interval and front.progress.days:
        reading = case.record.rulebook.missing_day_on(case.record.on)
        days.append(rule.standard_interval[0].earliest_after(front.progress.days[-1], reading))
    return max(days, default=None)


def _standard_until(case: Case, front: Front) -> date | None:
    bound: Bound | None = front.ways[0].rule.standard_until
    return bound.day(case.record.person.born_on) if bound else None


def _products(case: Case, day: date) -> tuple[OfferedVolume, ...]:
    law = series_version(case.series, day)
    if law is None:
        return ()
    offered = []
    for use in law.uses:
        product = case.record.rulebook.products[use.product]
        fitting = fitting_volumes(volumes_of(product, law), case.record.person.born_on, day)
        volume = fitting[-1] if fitting else None
        offered.append(OfferedVolume(product.code, product.name, volume, product.routes))
    return tuple(offered)


def _reasons(
    case: Case, fronts: list[Front], latest: Front, following: NextDose, held: Reason | None
) -> tuple[Reason, ...]:
    provision, first = latest.version.provision, latest.ways[0]
    reasons = [held] if held else []
    if following.earliest_on <= case.record.on:
        reasons.append(wording.can_be_given(following.last_on, provision))
    elif held is None and first.age_from >= first.kept_from:
        reasons.append(wording.opens_by_age(first.age_from, provision))
    elif held is None:
        reasons.append(wording.opens_by_interval(first, first.kept_from, provision))
    reasons.extend(_choice(case, provision))
    ahead = [t for t in case.tracks if t.progress.complete]
    if ahead and len(fronts) < len(case.tracks):
        names = [case.record.rulebook.antigens[antigen] for t in ahead for antigen in t.antigens]
        reasons.append(wording.antigens_differ("・".join(names)))
    return tuple(reasons)


def _choice(case: Case, provision: str) -> list[Reason]:
    choice = case.series.stands_for
    if choice is None or any(track.doses for track in case.tracks):
        return []
    names = [s.name for s in case.record.rulebook.series.values() if s.stands_for == choice]
    return [wording.choose_one("と".join(names), provision)]


def _had_all_diseases(case: Case) -> bool:
    had = {d.antigen for d in case.record.person.diseases if d.known_from <= case.record.on}
    return bool(had) and all(antigen in had for t in case.tracks for antigen in t.antigens)


def _provision(case: Case) -> str:
    return case.tracks[0].course.versions[-1].provision


def begun_choices(tracks: dict[str, list[Track]], rulebook: Rulebook) -> dict[str, str]:
    """For each choice between series, the one whose first counting dose came first."""
    begun: dict[str, tuple[date, str]] = {}
    for series in rulebook.series.values():
        if series.stands_for is None:
            continue
        days = [
            dose.given_on
            for code in series.serves
            for track in tracks[code]
            for dose in track.doses
            if track.placed[dose.id].counts is not Counts.NO
        ]
        if days:
            found = (min(days), series.code)
            begun[series.stands_for] = min(begun.get(series.stands_for, found), found)
    return {choice: code for choice, (_, code) in begun.items()}
