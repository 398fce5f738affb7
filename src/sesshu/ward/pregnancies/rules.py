"""Which series are given anew in each pregnancy."""

from sesshu.schedule.tracks import PREGNANCY
from sesshu.schedule.types import Rulebook


def asks_for_pregnancy(series: str, rulebook: Rulebook) -> bool:
    """Whether a voucher of the series is for one pregnancy, and tells of it."""
    known = rulebook.series.get(series)
    return known is not None and any(
        rulebook.courses[course].each == PREGNANCY for course in known.serves
    )
