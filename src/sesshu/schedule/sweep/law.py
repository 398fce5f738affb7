"""The rulebook as tables over the days and births that a population has."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sesshu.kernel.intervals import MissingDay
from sesshu.schedule.bounds import MONTHS_A_YEAR, Bound, Interval
from sesshu.schedule.law_of_day import longest_between
from sesshu.schedule.sweep.bounds import bound_days
from sesshu.schedule.sweep.days import (
    FIRST,
    LAST,
    NONE,
    Days,
    Mask,
    Rows,
    after,
    day_number,
    fiscal_year,
    fiscal_year_begins,
    fiscal_year_ends,
    number_or,
    reach_months,
)
from sesshu.schedule.sweep.facts import Facts
from sesshu.schedule.sweep.population import UNKNOWN, UNNAMED, Columns, Small
from sesshu.schedule.types import Dated, Product, Rulebook, Series

ABSENT = -1
"""Where no version holds."""


class HowRead(NamedTuple):
    """How phrases with two readings are read (types.Reading, as far as days depend on it)."""

    missing_day: MissingDay
    last_day_excluded: bool


class Law:
    """The rulebook, the day of judgement, and tables over the days and births at hand."""

    def __init__(self, rulebook: Rulebook, columns: Columns, on: int) -> None:
        self.rulebook = rulebook
        self.columns = columns
        self.on = on
        self.series: tuple[Series, ...] = tuple(rulebook.series.values())
        self.products: tuple[Product, ...] = tuple(rulebook.products.values())
        self.product_of = {product.code: at for at, product in enumerate(self.products)}
        self.series_of = {series.code: at for at, series in enumerate(self.series)}
        self.fact_of = {kind: at for at, kind in enumerate(rulebook.facts)}
        self.first_day = min(int(columns.day.min(initial=on)), on)
        last_day = max(int(columns.day.max(initial=on)), on)
        self.days: Days = np.arange(self.first_day, last_day + 1, dtype=np.int32)
        self._bounds: dict[str, Days] = {}
        self._fiscal_years: dict[int, tuple[Days, Days]] = {}
        self._intervals: dict[tuple[str, MissingDay], Days] = {}

    @cached_property
    def anchors(self) -> Days:
        """The days that bounds are counted from: births and due dates, each once."""
        dues = self.columns.facts.due_on
        return np.unique(np.concatenate([self.columns.born, dues[dues != NONE]]))

    @cached_property
    def birth(self) -> Rows:
        """The place of each person's birth among the anchors."""
        return np.searchsorted(self.anchors, self.columns.born)

    def bound(self, bound: Bound) -> Days:
        """The day of a bound for each anchor."""
        if bound.phrase not in self._bounds:
            self._bounds[bound.phrase] = bound_days(bound, self.anchors)
        return self._bounds[bound.phrase]

    def first_of(self, bound: Bound | None) -> Days:
        """The same, from ever where there is no bound."""
        return self._ever if bound is None else self.bound(bound)

    def last_of(self, bound: Bound | None) -> Days:
        """The same, for ever where there is no bound."""
        return self._never if bound is None else self.bound(bound)

    def fiscal_year_of_reaching(self, years: int) -> tuple[Days, Days]:
        """First and last day of the fiscal year in which each anchor reaches an age."""
        if years not in self._fiscal_years:
            year = fiscal_year(reach_months(self.anchors, years * MONTHS_A_YEAR))
            self._fiscal_years[years] = fiscal_year_begins(year), fiscal_year_ends(year)
        return self._fiscal_years[years]

    @cached_property
    def fiscal_year_of_day(self) -> tuple[Days, Days]:
        """First and last day of the fiscal year of each day at hand."""
        year = fiscal_year(self.days)
        return fiscal_year_begins(year), fiscal_year_ends(year)

    @cached_property
    def _ever(self) -> Days:
        return np.full_like(self.anchors, FIRST)

    @cached_property
    def _never(self) -> Days:
        return np.full_like(self.anchors, LAST)

    def after(self, interval: Interval, previous: Days, how: HowRead) -> Days:
        """First day that keeps an interval after days of doses."""
        key = interval.phrase, how.missing_day
        if key not in self._intervals:
            self._intervals[key] = after(interval, self.days, how.missing_day)
        return self._intervals[key][previous - self.first_day]

    def place_in_time(self, rows: Sequence[Dated], at: Days | None = None) -> Small:
        """Which of some rows holds on each day (the last one, where several do); ABSENT for none."""
        days = self.days if at is None else at
        found = np.full(len(days), ABSENT, np.int16)
        for place, row in enumerate(rows):
            begins, ends = day_number(row.effective_from), number_or(row.effective_until, LAST)
            found[(begins <= days) & (days <= ends)] = place
        return found

    @cached_property
    def how_read(self) -> tuple[HowRead, ...]:
        """The ways of reading that occur, without repetition."""
        ways = [HowRead(r.missing_day, r.last_day == "excluded") for r in self.rulebook.readings]
        return tuple(dict.fromkeys(ways))

    @cached_property
    def reading_of_day(self) -> Small:
        """The way of reading of each day, as a place in `how_read`."""
        readings = self.rulebook.readings
        ways = [
            self.how_read.index(HowRead(r.missing_day, r.last_day == "excluded")) for r in readings
        ]
        return np.array([*ways, ways[-1]], np.int16)[self.place_in_time(readings)]

    @cached_property
    def facts(self) -> Facts:
        """The facts of the population by kind."""
        return Facts(self.columns.facts, self.columns.people)

    @cached_property
    def may_be_excluded(self) -> Mask:
        """Who has any fact that takes somebody out of some series."""
        kinds = frozenset(self.fact_of[row.fact] for row in self.rulebook.exclusions)
        return self.facts.people_with(kinds)

    @cached_property
    def may_be_excluded_then(self) -> Mask:
        """Doses of people of whom such a fact or any illness is known."""
        people = self.may_be_excluded.copy()
        for known in self.columns.diseases.values():
            people |= known < LAST
        return people[self.columns.person]

    @cached_property
    def longest_between(self) -> int:
        """The most days for which one vaccine can hold another back."""
        return longest_between(self.rulebook).days

    @cached_property
    def lately(self) -> Rows:
        """Doses of so many days before the day of judgement."""
        day = self.columns.day
        return np.flatnonzero((self.on - self.longest_between <= day) & (day < self.on))

    @cached_property
    def dead(self) -> Mask:
        """Who has died by the day of judgement; the last is nobody in particular."""
        return np.append(self.columns.died <= self.on, np.False_)

    @property
    def how_read_on(self) -> HowRead:
        """The reading of the day of judgement."""
        return self.how_read[int(self.reading_of_day[self.on - self.first_day])]

    @cached_property
    def versions(self) -> npt.NDArray[np.int16]:
        """[series, day]: the version of each series on each day."""
        return np.array([self.place_in_time(one.versions) for one in self.series])

    def version_on(self, series: int) -> int:
        """The version of a series on the day of judgement, or ABSENT."""
        return int(self.versions[series, self.on - self.first_day])

    @cached_property
    def product(self) -> Small:
        """The product of each dose: as recorded, else the first that its series then had."""
        named = self.columns.named
        found = np.where(named == UNKNOWN, np.int16(ABSENT), named)
        unnamed = np.flatnonzero((named == UNNAMED) & (self.columns.series >= 0))
        series, day = self.columns.series[unnamed], self.columns.day[unnamed] - self.first_day
        found[unnamed] = self._usual_product[series, self.versions[series, day]]
        return found

    def doses_of_series(self, series: int) -> Rows:
        """The doses of a series (-1: of series that the rulebook does not define), in their order."""
        order, ends = self._by_series
        return order[ends[series + 1] : ends[series + 2]]

    @cached_property
    def _by_series(self) -> tuple[Rows, Rows]:
        known = np.maximum(self.columns.series, UNNAMED) + 1
        order = np.argsort(known.astype(np.uint16), kind="stable")
        many = np.bincount(known, minlength=len(self.series) + 1)
        return order, np.concatenate([[0], np.cumsum(many)])

    @cached_property
    def _usual_product(self) -> Small:
        """[series, version]: the first product; the last column is for no version."""
        most = max(len(one.versions) for one in self.series)
        usual = np.full((len(self.series), most + 1), ABSENT, np.int16)
        for at, series in enumerate(self.series):
            for number, version in enumerate(series.versions):
                usual[at, number] = self.product_of[version.uses[0].product]
        return usual
