"""The rulebook as data: three tables, each value with the days it holds and its provision.

Dates are ISO days, and both ends of every period are inclusive.
"""

from collections.abc import Iterator, Set
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from sesshu.kernel.intervals import NATIONAL_READING, MissingDay
from sesshu.kernel.outcomes import Phase
from sesshu.schedule.bounds import Bound, Interval

Sex = Literal["F", "M"]
Some = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
"""Codes of which there is at least one."""


class Row(
    msgspec.Struct,
    frozen=True,
    eq=False,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # a row never leads back to itself; the collector would go through all that is kept by rows
):
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
    LIVE_NASAL = "live_nasal"
    INACTIVATED = "inactivated"
    INFLUENZA = "influenza"
    COVID = "covid"


class Volume(Row, frozen=True, eq=False, kw_only=True):
    """A volume in mL and the ages at which it is given; `routes` instead of the product's."""

    ml: float
    age_from: Bound | None = None
    age_until: Bound | None = None
    routes: tuple[str, ...] = ()


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
    antigens: tuple[str, ...] = ()
    """Nothing where no course counts any of them."""
    kind: Kind
    routes: tuple[str, ...] = ()
    """Nothing for vaccines that no series uses."""
    volumes: tuple[Volume, ...] = ()
    provision: str
    brands: tuple[Brand, ...] = ()


class ProductUse(Row, frozen=True, eq=False, kw_only=True):
    """A product that a series may use; volumes of its own where the series' article states them."""

    product: str
    volumes: tuple[Volume, ...] = ()
    strain: str | None = None
    """The strain the ordinance names for a season."""


class SeriesVersion(Dated, frozen=True, eq=False, kw_only=True):
    """What vouchers of a series allow on the days it holds."""

    uses: tuple[ProductUse, ...]
    outside_act: bool = False
    """Given under another Act than 予防接種法 (BCG under 結核予防法)."""


class Withheld(Dated, frozen=True, eq=False, kw_only=True):
    """Days on which residents were not to be urged (積極的勧奨の差し控え); the law itself went on."""


class Closed(Dated, frozen=True, eq=False, kw_only=True):
    """Days on which a municipality does not give a series (予防接種法第5条第2項)."""


class Series(Row, frozen=True, eq=False, kw_only=True):
    """A kind of voucher: the courses it serves and the products it allows."""

    code: str
    name: str
    category: Literal["A", "B", "special"]
    serves: Some
    stands_for: str | None = None
    """The choice this series is one answer to; a person takes one of them."""
    equivalent: str | None = None
    """The group of series that share courses; a person is offered the fewest that cover what is open."""
    past_illness_excludes: bool = True
    """Whether having had the disease takes somebody out (施行令第3条第1項)."""
    withheld: tuple[Withheld, ...] = ()
    closed: tuple[Closed, ...] = ()
    """Days inside its versions on which it is not given, said by an overlay alone."""
    known_from: date
    """From here on the rulebook knows every version; before it, it does not know the law."""
    versions: tuple[SeriesVersion, ...]


class Barred(Row, frozen=True, eq=False, kw_only=True):
    """A dose is not given when an earlier one was given on or after a day of life."""

    dose: int
    given_from: Bound


class AfterCourses(Row, frozen=True, eq=False, kw_only=True):
    """The interval to the last dose of other courses, and how many of their doses must have come first."""

    courses: tuple[str, ...]
    at_least: Interval
    doses: int = 0


class DoseRule(Row, frozen=True, eq=False, kw_only=True):
    """One dose of a regimen."""

    phase: Phase = Phase.PRIMARY
    age_from: Bound | None = None
    age_until: Bound | None = None
    given_from: date | None = None
    """A dose the law did not allow before this day."""
    after_previous: Interval | None = None
    after_previous_if_needed: Interval | None = None
    """The shorter interval where a doctor finds it necessary (医師が必要と認めるとき)."""
    after_previous_if_skipped: Interval | None = None
    """The interval instead, when a dose before this one was left out."""
    after_previous_if_skipped_and_needed: Interval | None = None
    """The shorter of that interval where a doctor finds it necessary."""
    at_most: Interval | None = None
    """The longest interval after the dose before, while the law knew one."""
    after_first: Interval | None = None
    after_courses: AfterCourses | None = None
    when_missed: Literal["stop", "skip"] = "stop"
    barred: Barred | None = None
    standard_from: Bound | None = None
    """Nothing where the standard period begins as soon as the law allows the dose."""
    standard_until: Bound | None = None
    standard_at_least: Interval | None = None
    """Time after the dose before, where the notice would have more of it than the law."""
    standard_at_most: Interval | None = None
    standard_after: AfterCourses | None = None
    """The interval that the notice would have to the last dose of other courses."""
    standard_provision: str | None = None
    provision: str | None = None
    verify: tuple[str, ...] = ()

    @property
    def states_standard(self) -> bool:
        """Whether the notice says when it is usually given."""
        ages = self.standard_from or self.standard_until
        return bool(ages or self.standard_at_least or self.standard_at_most or self.standard_after)


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
    products: tuple[str, ...] = ()
    """For doses of these products only; empty for all."""
    same_products_throughout: bool = False
    """Whether a dose of any other product ends it."""
    after_switch: bool = False
    """Whether it is only for those whose doses so far are of more than one of its products."""
    doses: tuple[DoseRule, ...]

    def completed_by(self, products: Set[str], doses: int) -> bool:
        """Whether doses of several of its products are all that it asks of who changed over."""
        changed = self.after_switch and len(products) > 1 and products <= set(self.products)
        return changed and doses >= len(self.doses)


class Cohort(Row, frozen=True, eq=False, kw_only=True):
    """Whom a version is for; both birth dates inclusive."""

    sex: Sex | None = None
    born_from: date | None = None
    born_until: date | None = None

    def includes(self, born_on: date, sex: str) -> bool:
        """Whether somebody belongs to it."""
        return (self.sex is None or self.sex == sex) and self.born_between(born_on)

    def born_between(self, born_on: date) -> bool:
        """Whether a birth date lies between its two."""
        return (self.born_from is None or self.born_from <= born_on) and (
            self.born_until is None or born_on <= self.born_until
        )


class Door(Row, frozen=True, eq=False, kw_only=True):
    """Another way into a course, for people of a cohort or with a fact on record."""

    fact: str | None = None
    cohort: Cohort = Cohort()
    eligible_from: Bound | None = None
    eligible_until: Bound | None = None
    within_months: int | None = None
    """Open from the last day of the fact for so many months (長期療養特例), its first day counted,

    to those whom the fact held back while they were eligible.
    """
    products: tuple[str, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    """Regimens of its own; empty where the version's hold."""
    for_beginners: bool = False
    """Whether who began by another regimen may not go on with that one through this door."""
    provision: str
    verify: tuple[str, ...] = ()


class Season(Row, frozen=True, eq=False, kw_only=True):
    """Month and day, inside a fiscal year, between which a dose of that year is given."""

    begins: str
    ends: str


class Continues(Row, frozen=True, eq=False, kw_only=True):
    """Only for those who had a dose of the course between two days."""

    given_from: date
    given_until: date


class CourseVersion(Dated, frozen=True, eq=False, kw_only=True):
    """Windows and regimens of a course on the days it holds."""

    cohort: Cohort = Cohort()
    fact: str | None = None
    """What must be on record about a person before the law opens (an antibody test)."""
    eligible_from: Bound | None = None
    eligible_until: Bound | None = None
    """Nothing where the law sets no last day."""
    fiscal_years_of_reaching: tuple[int, ...] = ()
    """Instead of the two: the whole fiscal years in which these ages are reached."""
    doors: tuple[Door, ...] = ()
    season: Season | None = None
    continues: Continues | None = None
    regimens: tuple[Regimen, ...]


class EarlierDoses(Row, frozen=True, eq=False, kw_only=True):
    """Doses outside the Act that count by a supplementary provision."""

    products: tuple[str, ...]
    given_from: date | None = None
    given_until: date
    provision: str


class Course(Row, frozen=True, eq=False, kw_only=True):
    """A group of antigens that go through the same doses; each antigen is counted by itself."""

    code: str
    name: str
    antigens: Some
    later_stage: bool = False
    """第2期 and after: what is left of a dose whose series nobody knows goes to first stages alone."""
    each: Literal["fiscal_year", "pregnancy"] | None = None
    """What the course is gone through anew for."""
    earlier_doses: tuple[EarlierDoses, ...] = ()
    versions: tuple[CourseVersion, ...]

    @property
    def days_of_law(self) -> Iterator[tuple[CourseVersion, date, date]]:
        """Each version with its first and last day; the oldest law we know began long ago."""
        known_from = min(version.effective_from for version in self.versions)
        for version in self.versions:
            begins = version.effective_from
            yield (
                version,
                date.min if begins == known_from else begins,
                version.effective_until or date.max,
            )


class BetweenRule(Dated, frozen=True, eq=False, kw_only=True):
    """The interval between two different vaccines; the same day is free."""

    after: tuple[Kind, ...]
    before: tuple[Kind, ...]
    at_least: Interval


class Switch(Dated, frozen=True, eq=False, kw_only=True, rename={"given": "from", "then": "to"}):
    """Going on with another vaccine (交互接種): what a dose of `to` after one of `from` rests on."""

    courses: tuple[str, ...]
    given: tuple[str, ...]
    then: tuple[str, ...]


class Reading(Dated, frozen=True, eq=False, kw_only=True):
    """How a phrase of the law is read where it can be read in two ways."""

    missing_day: MissingDay = NATIONAL_READING
    last_day: Literal["included", "excluded"] = "included"
    """Whether 「n歳未満」 includes the day before the birthday (事務連絡 of 2014-03-11: it does)."""


class Exclusion(Dated, frozen=True, eq=False, kw_only=True):
    """A fact that takes somebody out of series while it lasts (施行規則第2条)."""

    fact: str
    series: tuple[str, ...] = ()
    """Empty for all."""


class Rulebook(msgspec.Struct, frozen=True, eq=False, kw_only=True, gc=False):
    """The whole law we know, checked; `release` is the SHA-256 of its canonical JSON."""

    release: str
    published_on: date
    antigens: dict[str, str]
    routes: dict[str, str]
    products: dict[str, Product]
    series: dict[str, Series]
    courses: dict[str, Course]
    between: tuple[BetweenRule, ...]
    switches: tuple[Switch, ...]
    readings: tuple[Reading, ...]
    exclusions: tuple[Exclusion, ...]
    facts: dict[str, str]
    """Kinds of facts about a person, with their Japanese."""
    questions: dict[str, str]
    """What is still to be checked, by the id that `verify` names."""
