"""How many doses count in the tracks of the day of judgement, for everybody."""

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep import days
from sesshu.schedule.sweep.days import NONE, Mask
from sesshu.schedule.sweep.walk import Walk
from sesshu.schedule.tracks import PREGNANCY

MOST = np.iinfo(np.uint8).max


def doses_counted(walked: Walk) -> npt.NDArray[np.uint8]:
    """By person: the fewest of their tracks that are of the day of judgement, 0 where there is none."""
    found = np.full(walked.course.law.columns.people, MOST, np.uint8)
    now = np.flatnonzero(_is_now(walked))
    counts = np.array([min(state.doses, MOST) for state in walked.states.known], np.uint8)
    np.minimum.at(found, walked.tracks.person[now], counts[walked.state[now]])
    found[found == MOST] = 0
    return found


def _is_now(walked: Walk) -> Mask:
    occasion, on = walked.tracks.occasion, walked.course.law.on
    if occasion is None:
        return np.ones(len(walked.tracks), np.bool_)
    begins, ends = occasion
    if walked.course.course.each == PREGNANCY:
        return np.asarray((begins == NONE) | ((begins <= on) & (on <= ends)))
    year = days.fiscal_year(np.array([on], np.int32))
    return np.asarray(begins == days.fiscal_year_begins(year))
