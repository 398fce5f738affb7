"""Why doses lie in none of the openings, in columns; says what schedule.placing says."""

import numpy as np

from sesshu.schedule.sweep.days import LAST, NONE, Days, Mask, Rows
from sesshu.schedule.sweep.groups import Group
from sesshu.schedule.sweep.openings import Opening, has_any, may_continue
from sesshu.schedule.sweep.said import Said
from sesshu.schedule.sweep.ways import Step, Ways
from sesshu.schedule.types import CourseVersion


def say_why_not(group: Group, step: Step, ways: Ways, wanted: Mask, said: Said) -> None:
    """Say it of the wanted rows of a group."""
    if step.version is None or not wanted.any():
        return
    if group.state.complete:
        said.say(step.at[wanted], "unnecessary")
        return
    going_on = may_continue(step.version, group)
    if going_on is not None:
        said.say(step.at[wanted & ~going_on], "not_begun_in_time")
        wanted = wanted & going_on
    some = has_any(ways.found, len(wanted))
    said.say(step.at[wanted & ~some], _closed(step.version))
    wanted = wanted & some
    if ways.switched and group.state.doses:
        said.say(step.at[wanted], "product_switched")
    else:
        _say_of_openings(step, ways.found, wanted, said)


def _closed(version: CourseVersion) -> str:
    return "outside_cohort" if version.fact is None else "needs_fact"


def _say_of_openings(step: Step, found: list[Opening], wanted: Mask, said: Said) -> None:
    if not wanted.any():
        return
    nearest = _nearest(found, step.day)
    waits = _all_wait(found, len(wanted)) | ((nearest < 0) & _any_ahead(found, step.day))
    said.say(step.at[wanted & waits], "stage_first")
    wanted = wanted & ~waits
    over = wanted & (nearest < 0)
    _say_over(step, found, over, said)
    for at, opening in enumerate(found):
        rows = np.flatnonzero(wanted & (nearest == at))
        day = step.day[rows]
        young, soon = day < opening.age_from[rows], day < opening.kept_from[rows]
        said.say(step.at[rows[young]], "too_young")
        said.say(step.at[rows[soon]], "too_soon")
        said.say(step.at[rows[~young & ~soon]], "not_for_this_person")


def _all_wait(found: list[Opening], rows: int) -> Mask:
    waits = np.ones(rows, np.bool_)
    for opening in found:
        own = np.zeros(rows, np.bool_) if opening.waits is None else opening.waits
        waits &= own if opening.has is None else own | ~opening.has
    return waits


def _any_ahead(found: list[Opening], day: Days) -> Mask:
    ahead = np.zeros(len(day), np.bool_)
    for opening in found:
        own = day <= opening.last_on
        ahead |= own if opening.has is None else own & opening.has
    return ahead


def _nearest(found: list[Opening], day: Days) -> Rows:
    """For each row, of its openings not over that wait for nothing, the one soonest; -1 for none."""
    best, soonest = np.full(len(day), -1, np.intp), np.full(len(day), LAST, np.int64) + 1
    for at, opening in enumerate(found):
        ahead = day <= opening.last_on
        ahead = ahead if opening.has is None else ahead & opening.has
        ahead = ahead if opening.waits is None else ahead & ~opening.waits
        better = ahead & (opening.earliest_on < soonest)
        best[better] = at
        soonest = np.where(better, opening.earliest_on, soonest)
    return best


def _say_over(step: Step, found: list[Opening], over: Mask, said: Said) -> None:
    if not over.any():
        return
    last, late = np.full(len(over), NONE, np.int32), np.zeros(len(over), np.bool_)
    for opening in found:
        later = opening.last_on > last
        later = later if opening.has is None else later & opening.has
        last = np.where(later, opening.last_on, last)
        until = LAST if opening.kept_until is None else opening.kept_until
        late = np.where(later, until < opening.age_until, late)
    said.say(step.at[over & late], "too_late")
    said.say(step.at[over & ~late], "too_old")
