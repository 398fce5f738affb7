"""Answers as small numbers: the place of each word in its list."""

from typing import Final

from sesshu.kernel.outcomes import Counts, ErrorClass, Legal, Phase, Status
from sesshu.schedule.verdicts import Timing

LEGAL: Final = tuple(Legal)
COUNTS: Final = tuple(Counts)
PHASE: Final = tuple(Phase)
STATUS: Final = tuple(Status)
TIMING: Final = tuple(Timing)
YES, NO, UNDECIDED = (COUNTS.index(one) for one in (Counts.YES, Counts.NO, Counts.UNDECIDED))
PRIMARY = PHASE.index(Phase.PRIMARY)
DECISIONS: Final = ("counts", "does_not_count")
DOES_NOT_COUNT = DECISIONS.index("does_not_count")
NOTHING: Final = 255
"""Where a small number has nothing to say."""
NO_ERROR: Final = 100
"""Above every class of error, so that the least of several is the answer."""

ERROR_OF: Final[dict[str, ErrorClass | None]] = {
    "before_birth": ErrorClass.OTHER,
    "in_future": ErrorClass.OTHER,
    "after_death": ErrorClass.OTHER,
    "wrong_product": ErrorClass.WRONG_VACCINE,
    "other_kind_begun": ErrorClass.WRONG_VACCINE,
    "wrong_volume": ErrorClass.WRONG_VOLUME,
    "wrong_route": ErrorClass.WRONG_ROUTE,
    "excluded": ErrorClass.OTHER,
    "had_disease": ErrorClass.OTHER,
    "no_law_yet": None,
    "no_law_any_more": ErrorClass.WRONG_VACCINE,
    "expired": ErrorClass.EXPIRED,
    "too_soon_after_other": ErrorClass.WRONG_INTERVAL,
    "not_covered": None,
    "wrong_sex": ErrorClass.WRONG_PERSON,
    "no_pregnancy": ErrorClass.OTHER,
    "outside_cohort": ErrorClass.OTHER,
    "unnecessary": ErrorClass.UNNECESSARY,
    "not_begun_in_time": ErrorClass.OTHER,
    "needs_fact": ErrorClass.OTHER,
    "product_switched": ErrorClass.WRONG_VACCINE,
    "not_for_this_person": ErrorClass.WRONG_VACCINE,
    "stage_first": ErrorClass.WRONG_INTERVAL,
    "too_late": ErrorClass.WRONG_INTERVAL,
    "too_old": ErrorClass.OTHER,
    "too_young": ErrorClass.OTHER,
    "too_soon": ErrorClass.WRONG_INTERVAL,
    "decided": None,
    "earlier_dose_counts": None,
    "undecided": None,
}
"""The reasons a dose may have (wording.py), and the class of error each stands for."""
REASONS: Final = tuple(ERROR_OF)
REASON: Final = {code: place for place, code in enumerate(REASONS)}
ERROR_NUMBER: Final = tuple(NO_ERROR if e is None else e.value for e in ERROR_OF.values())
SPECIAL: Final = "special"
