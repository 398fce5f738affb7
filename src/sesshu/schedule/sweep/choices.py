"""Which of several series is offered, and which was chosen by the first dose; says what standing says."""

import numpy as np
import numpy.typing as npt

from sesshu.schedule.plan import Unit
from sesshu.schedule.sweep.asked import Asked
from sesshu.schedule.sweep.codes import UNDECIDED, YES
from sesshu.schedule.sweep.days import Mask
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.types import Series


def is_offered(unit: Unit, asked: Asked, law: Law) -> list[Mask]:
    """Of series that share courses, those offered, complete or no law; of others, all."""
    if unit.series[0].equivalent is None:
        return [np.ones(len(asked), np.bool_)] * len(unit.series)
    lawful = [s for s in unit.series if law.version_on(law.series_of[s.code]) != ABSENT]
    complete = {code: _complete(asked, code) for code in sorted(unit.serves)}
    offers, which = _offers(lawful, complete)
    everybody = np.ones(len(asked), np.bool_)
    return [
        _chosen(series, offers, which) | _all_complete(series, complete)
        if series in lawful
        else everybody
        for series in unit.series
    ]


def _offers(
    lawful: list[Series], complete: dict[str, Mask]
) -> tuple[list[set[str]], npt.NDArray[np.int64]]:
    """What is offered for every combination of courses left, and which combination each person has."""
    served = sorted({code for series in lawful for code in series.serves})
    which = np.zeros(len(complete[served[0]]), np.int64)
    for at, code in enumerate(served):
        which |= (~complete[code]).astype(np.int64) << at
    left = [{c for at, c in enumerate(served) if key >> at & 1} for key in range(1 << len(served))]
    return [_fewest(lawful, each) for each in left], which


def _complete(asked: Asked, code: str) -> Mask:
    """Whose tracks of a course are all complete."""
    found = np.ones(len(asked), np.bool_)
    for rows in asked.tracks(code):
        found &= rows.complete if rows.present is None else rows.complete | ~rows.present
    return found


def _all_complete(series: Series, complete: dict[str, Mask]) -> Mask:
    return np.asarray(np.logical_and.reduce([complete[code] for code in series.serves]))


def _chosen(series: Series, offers: list[set[str]], key: npt.NDArray[np.int64]) -> Mask:
    return np.array([series.code in offered for offered in offers])[key]


def _fewest(lawful: list[Series], left: set[str]) -> set[str]:
    """The fewest series that cover what is left, whole ones first (standing._fewest)."""
    offered = set()
    for whole in (True, False):
        for series in lawful:
            serves = set(series.serves)
            if left and (serves <= left if whole else serves & left):
                offered.add(series.code)
                left = left - serves
    return offered


def taken_by_others(unit: Unit, asked: Asked, law: Law) -> list[Mask]:
    """Of a choice between series: who has chosen another one."""
    if unit.series[0].stands_for is None or not asked.walks:
        return [np.zeros(len(asked), np.bool_)] * len(unit.series)
    chosen = _series_chosen(unit, asked, law)[asked.person]
    numbers = [law.series_of[series.code] for series in unit.series]
    return [(chosen >= 0) & (chosen != number) for number in numbers]


def _series_chosen(unit: Unit, asked: Asked, law: Law) -> npt.NDArray[np.int64]:
    """By person, the series of the last dose that counts, else of the first in doubt; ABSENT for none."""
    counting = np.full(law.columns.people, ABSENT, np.int64)
    doubtful = counting.copy()
    for code in dict.fromkeys(code for series in unit.series for code in series.serves):
        walked = asked.walks[code]
        dose, counts = walked.tracks.dose, walked.placements.counts
        last, first = dose[counts == YES], dose[counts == UNDECIDED][::-1]
        counting[law.columns.person[last]] = last
        unset = first[doubtful[law.columns.person[first]] == ABSENT]
        doubtful[law.columns.person[unset]] = unset
    dose = np.where(counting >= 0, counting, doubtful)
    return np.where(dose >= 0, np.append(law.columns.series, ABSENT)[dose], ABSENT)
