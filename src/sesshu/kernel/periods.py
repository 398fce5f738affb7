"""The one place where inclusive periods of the law become half-open ranges of the database."""

from dataclasses import dataclass
from datetime import date

from sesshu.kernel.calendar import day_after, day_before


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `from_on` until `until_on`, both inclusive; None where there is no bound.

    Raises ValueError where it would end before it begins.
    """

    from_on: date | None = None
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValueError(f"a period cannot end on {self.until_on} before {self.from_on}")

    def __contains__(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


def half_open(period: Period) -> tuple[date | None, date | None]:
    """Lower bound (included) and upper bound (excluded) as PostgreSQL's daterange holds them.

    The last day a calendar can name has no day after it and counts as no bound.
    """
    if period.until_on is None or period.until_on == date.max:
        return period.from_on, None
    return period.from_on, day_after(period.until_on)


def inclusive(lower: date | None, upper: date | None) -> Period:
    """The period that a half-open range stands for."""
    return Period(lower, None if upper is None else day_before(upper))
