"""The rulebook as data: three tables, each value with the days it holds and its provision.

Dates are ISO days, and both ends of every period are inclusive.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from sesshu.kernel.intervals import NATIONAL_READING, MissingDay
from sesshu.kernel.outcomes import Phase
from sesshu.schedule.bounds import Bound, Interval

Sex = Literal["F", "M"]


class Row(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True, omit_defaults=True):
    """A row of the rulebook; two rows are the same only when they are one."""


class Dated(Row, frozen=True, eq=False, kw_only=True):
    """A value, the days on which it is law, where the law says so, and what is still to be checked."""

    effective_from: date
    effective_until: date | None = None
    provision: str
    verify: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether this is the law of a day."""
        return self.effective_from <= day and (
            self.effective_until is None or day <= self.effective_until
        )


class Kind(StrEnum):
    """How a vaccine is made and given, as far as intervals between different vaccines ask."""

    LIVE_INJECTED = "live_injected"
    LIVE_ORAL = "live_oral"
    INACTIVATED = "inactivated"


class Volume(Row, frozen=True, eq=False, kw_only=True):
    """A volume in mL and the ages at which it is given."""

    ml: float
    age_from: Bound | None = None
    age_until: Bound | None = None


class Brand(Row, frozen=True, eq=False, kw_only=True):
    """A vaccine as it is sold: name on the vial, maker, days of sale where known."""

    code: str
    name: str
    maker: str
    sold_from: date | None = None
    sold_until: date | None = None
    verify: tuple[str, ...] = ()


class Product(Row, frozen=True, eq=False, kw_only=True):
    """A vaccine as the ordinance names it."""

    code: str
    name: str
    antigens: tuple[str, ...]
    kind: Kind
    routes: tuple[str, ...]
    volumes: tuple[Volume, ...] = ()
    provision: str
    brands: tuple[Brand, ...] = ()


class ProductUse(Row, frozen=True, eq=False, kw_only=True):
    """A product that a series may use; volumes of its own where the series' article states them."""

    product: str
    volumes: tuple[Volume, ...] = ()


class SeriesVersion(Dated, frozen=True, eq=False, kw_only=True):
    """What vouchers of a series allow on the days it holds."""

    uses: tuple[ProductUse, ...]


class Series(Row, frozen=True, eq=False, kw_only=True):
    """A kind of voucher: the courses it serves and the products it allows."""

    code: str
    name: str
    category: Literal["A", "B"]
    serves: tuple[str, ...]
    stands_for: str | None = None
    """The choice this series is one answer to; a person takes one of them."""
    known_from: date
    """From here on the rulebook knows every version; before it, it does not know the law."""
    versions: tuple[SeriesVersion, ...]


class Barred(Row, frozen=True, eq=False, kw_only=True):
    """A dose is not given when an earlier one was given on or after a day of life."""

    dose: int
    given_from: Bound


class DoseRule(Row, frozen=True, eq=False, kw_only=True):
    """One dose of a regimen."""

    phase: Phase = Phase.PRIMARY
    age_from: Bound | None = None
    age_until: Bound | None = None
    after_previous: Interval | None = None
    after_first: Interval | None = None
    when_missed: Literal["stop", "skip"] = "stop"
    barred: Barred | None = None
    standard_from: Bound | None = None
    standard_until: Bound | None = None
    standard_interval: tuple[Interval, ...] = ()
    """Least and, where the notice sets one, most time after the dose before."""
    standard_provision: str | None = None
    provision: str | None = None
    verify: tuple[str, ...] = ()


class Regimen(Row, frozen=True, eq=False, kw_only=True):
    """One way to go through a course, open to those whose first dose falls into its start window."""

    code: str
    name: str
    provision: str | None = None
    """Where it differs from the version's."""
    start_from: Bound | None = None
    start_until: Bound | None = None
    first_given_from: date | None = None
    first_given_until: date | None = None
    doses: tuple[DoseRule, ...]


class Cohort(Row, frozen=True, eq=False, kw_only=True):
    """Whom a version is for; both birth dates inclusive."""

    sex: Sex | None = None
    born_from: date | None = None
    born_until: date | None = None

    def includes(self, born_on: date, sex: str) -> bool:
        """Whether somebody belongs to it."""
        return (
            (self.sex is None or self.sex == sex)
            and (self.born_from is None or self.born_from <= born_on)
            and (self.born_until is None or born_on <= self.born_until)
        )


class CourseVersion(Dated, frozen=True, eq=False, kw_only=True):
    """Windows and regimens of a course on the days it holds."""

    cohort: Cohort = Cohort()
    eligible_from: Bound
    eligible_until: Bound
    regimens: tuple[Regimen, ...]


class EarlierDoses(Row, frozen=True, eq=False, kw_only=True):
    """Doses outside the Act that count by a supplementary provision."""

    products: tuple[str, ...]
    given_until: date
    provision: str


class Course(Row, frozen=True, eq=False, kw_only=True):
    """A group of antigens that go through the same doses; each antigen is counted by itself."""

    code: str
    name: str
    antigens: tuple[str, ...]
    stage: int = 1
    """第1期, 第2期."""
    earlier_doses: tuple[EarlierDoses, ...] = ()
    versions: tuple[CourseVersion, ...]


class BetweenRule(Dated, frozen=True, eq=False, kw_only=True):
    """The interval between two different vaccines; the same day is free."""

    after: tuple[Kind, ...]
    before: tuple[Kind, ...]
    at_least: Interval


class Reading(Dated, frozen=True, eq=False, kw_only=True):
    """How a phrase of the law is read where it can be read in two ways."""

    missing_day: MissingDay = NATIONAL_READING


class Rulebook(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The whole law we know, checked; `release` is the SHA-256 of its canonical JSON."""

    release: str
    antigens: dict[str, str]
    routes: dict[str, str]
    products: dict[str, Product]
    series: dict[str, Series]
    courses: dict[str, Course]
    between: tuple[BetweenRule, ...]
    readings: tuple[Reading, ...]
    questions: dict[str, str]
    """What is still to be checked, by the id that `verify` names."""

    def missing_day_on(self, day: date) -> MissingDay:
        """The reading of a month without such a day that holds on a day."""
        return next((r.missing_day for r in self.readings if r.holds_on(day)), NATIONAL_READING)
