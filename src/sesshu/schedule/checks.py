"""Refuse a rulebook with gaps, overlaps, values nobody cited, or codes nobody defined."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from sesshu.kernel.calendar import day_after
from sesshu.schedule.errors import Gap, Overlap, UncitedValue, UnknownReference, UnreadableRulebook
from sesshu.schedule.types import (
    BetweenRule,
    Course,
    CourseVersion,
    Dated,
    Exclusion,
    Product,
    Reading,
    Regimen,
    Series,
    Switch,
)

Row = TypeVar("Row")
TABLE_FILES = (
    "published.yaml",
    "words.yaml",
    "products.yaml",
    "series.yaml",
    "between.yaml",
    "switches.yaml",
    "readings.yaml",
    "exclusions.yaml",
)


@dataclass(frozen=True)
class Tables:
    """All tables as read, each coded row with the file it came from."""

    published_on: date
    antigens: Mapping[str, str]
    routes: Mapping[str, str]
    facts: Mapping[str, str]
    questions: Mapping[str, str]
    products: Mapping[str, tuple[str, Product]]
    series: Mapping[str, tuple[str, Series]]
    courses: Mapping[str, tuple[str, Course]]
    between: tuple[BetweenRule, ...]
    switches: tuple[Switch, ...]
    readings: tuple[Reading, ...]
    exclusions: tuple[Exclusion, ...]


def refuse_faults(tables: Tables) -> None:
    """Raise the first RulebookError found."""
    _check_products(tables)
    _check_series(tables)
    _check_courses(tables)
    _check_exclusions(tables)
    _check_switches(tables)
    for file, dated in (("between.yaml", tables.between), ("readings.yaml", tables.readings)):
        for place, row in _numbered("$", dated):
            _check_dated(tables, file, place, row)
    _check_timeline("readings.yaml", "$", tables.readings)


def _check_exclusions(tables: Tables) -> None:
    for place, row in _numbered("$", tables.exclusions):
        _check_dated(tables, "exclusions.yaml", place, row)
        _known("exclusions.yaml", place, [row.fact], tables.facts, "words.yaml facts")
        _known("exclusions.yaml", place, row.series, tables.series, "series.yaml")


def _check_switches(tables: Tables) -> None:
    for place, row in _numbered("$", tables.switches):
        _check_dated(tables, "switches.yaml", place, row)
        _known("switches.yaml", place, row.courses, tables.courses, "courses/")
        both = (*row.given, *row.then)
        _known("switches.yaml", place, both, tables.products, "products.yaml")


def _check_products(tables: Tables) -> None:
    for code, (file, product) in tables.products.items():
        place = f"$[code={code}]"
        _cited(file, place, product.provision)
        _known(file, f"{place}.antigens", product.antigens, tables.antigens, "words.yaml antigens")
        _known(file, f"{place}.routes", product.routes, tables.routes, "words.yaml routes")
        for brand in product.brands:
            where = f"{place}.brands[code={brand.code}].verify"
            _known(file, where, brand.verify, tables.questions, "words.yaml questions")


def _check_series(tables: Tables) -> None:
    for code, (file, series) in tables.series.items():
        place = f"$[code={code}]"
        _known(file, f"{place}.serves", series.serves, tables.courses, "courses/")
        own = sorted((*series.versions, *series.closed), key=lambda row: row.effective_from)
        _check_timeline(file, f"{place}.versions", own)
        for where, closed in _numbered(f"{place}.closed", series.closed):
            _check_dated(tables, file, where, closed)
        for where, version in _numbered(f"{place}.versions", series.versions):
            _check_dated(tables, file, where, version)
            used = [use.product for use in version.uses]
            _known(file, f"{where}.uses", used, tables.products, "products.yaml")
        _check_known(file, place, series)


def _check_known(file: str, place: str, series: Series) -> None:
    first = series.versions[0].effective_from
    if first < series.known_from:
        problem, remedy = f"is law from {first} and known from {series.known_from}", "say it once"
        raise Overlap(file, place, problem, remedy)


def _check_vouchers(tables: Tables, file: str, place: str, course: Course) -> None:
    """A course is law from the first day until the last on which some series serves it."""
    rows = [row for _, row in tables.series.values() if course.code in row.serves]
    served = [own for row in rows for own in (*row.versions, *row.closed)]
    if served and _days_of(served) != _days_of(course.versions):
        problem = f"is law on {_said(course.versions)}, its series on {_said(served)}"
        raise Gap(file, f"{place}.versions", problem, "let both begin and end together")


def _days_of(rows: Sequence[Dated]) -> tuple[date, date]:
    return min(row.effective_from for row in rows), max(_last_day(row) for row in rows)


def _said(rows: Sequence[Dated]) -> str:
    return " until ".join(str(day) for day in _days_of(rows))


def _check_courses(tables: Tables) -> None:
    for code, (file, course) in tables.courses.items():
        place = f"$[code={code}]"
        _known(file, f"{place}.antigens", course.antigens, tables.antigens, "words.yaml antigens")
        _check_cohorts(file, f"{place}.versions", course.versions)
        _check_vouchers(tables, file, place, course)
        for where, earlier in _numbered(f"{place}.earlier_doses", course.earlier_doses):
            _cited(file, where, earlier.provision)
            _known(file, where, earlier.products, tables.products, "products.yaml")
        for where, version in _numbered(f"{place}.versions", course.versions):
            _check_dated(tables, file, where, version)
            _check_doses(tables, file, where, version)


def _check_doses(tables: Tables, file: str, place: str, version: CourseVersion) -> None:
    _opens_somehow(file, place, version)
    facts = [fact for fact in (version.fact, *(door.fact for door in version.doors)) if fact]
    _known(file, f"{place}.fact", facts, tables.facts, "words.yaml facts")
    for regimen in version.regimens:
        _check_regimen(tables, file, f"{place}.regimens[code={regimen.code}]", regimen)
    for where, door in _numbered(f"{place}.doors", version.doors):
        _cited(file, where, door.provision)
        _known(file, f"{where}.verify", door.verify, tables.questions, "words.yaml questions")
        for regimen in door.regimens:
            _check_regimen(tables, file, f"{where}.regimens[code={regimen.code}]", regimen)


def _opens_somehow(file: str, place: str, version: CourseVersion) -> None:
    if version.eligible_from is None and not version.fiscal_years_of_reaching:
        remedy = "write eligible_from, or fiscal_years_of_reaching"
        raise UnreadableRulebook(file, place, "nobody is ever eligible", remedy)


def _check_regimen(tables: Tables, file: str, place: str, regimen: Regimen) -> None:
    _known(file, f"{place}.products", regimen.products, tables.products, "products.yaml")
    for number, dose in enumerate(regimen.doses, start=1):
        where = f"{place}.doses[{number}]"
        _known(file, f"{where}.verify", dose.verify, tables.questions, "words.yaml questions")
        for after in (dose.after_courses, dose.standard_after):
            if after:
                _known(file, where, after.courses, tables.courses, "courses/")
        if dose.states_standard:
            _cited(file, f"{where}.standard_provision", dose.standard_provision or "")


def _check_dated(tables: Tables, file: str, place: str, row: Dated) -> None:
    _cited(file, place, row.provision)
    _known(file, f"{place}.verify", row.verify, tables.questions, "words.yaml questions")


def _check_cohorts(file: str, place: str, versions: Sequence[CourseVersion]) -> None:
    """For every group of people that the cohorts set apart, the law follows without gap or overlap."""
    sexes = ("F", "M") if any(v.cohort.sex for v in versions) else ("F",)
    for born_on in _first_birth_days(versions):
        for sex in sexes:
            own = [version for version in versions if version.cohort.includes(born_on, sex)]
            _check_timeline(file, place, sorted(own, key=lambda version: version.effective_from))


def _first_birth_days(versions: Iterable[CourseVersion]) -> list[date]:
    """The first birth date of each stretch between the ends of cohorts."""
    days = {date(1900, 1, 1)}
    for version in versions:
        if version.cohort.born_from:
            days.add(version.cohort.born_from)
        if version.cohort.born_until:
            days.add(day_after(version.cohort.born_until))
    return sorted(days)


def _check_timeline(file: str, place: str, versions: Sequence[Dated]) -> None:
    for where, version in _numbered(place, versions):
        if _last_day(version) < version.effective_from:
            problem = f"ends on {version.effective_until} before it begins"
            raise Overlap(file, where, problem, "correct effective_from or effective_until")
    for earlier, later in pairwise(versions):
        _check_follows(file, place, _last_day(earlier), later.effective_from)


def _check_follows(file: str, place: str, last: date, begins: date) -> None:
    if begins <= last:
        remedy = f"end the earlier version before {begins}"
        raise Overlap(file, place, f"two versions hold on {begins}", remedy)
    if begins != day_after(last):
        remedy = f"begin the later version on {day_after(last)} or say what held in between"
        raise Gap(file, place, f"nothing holds from {day_after(last)} until {begins}", remedy)


def _last_day(version: Dated) -> date:
    return version.effective_until or date.max


def _cited(file: str, place: str, provision: str) -> None:
    if not provision.strip():
        raise UncitedValue(file, place, "no provision is named", "name the article or notice")


def _known(
    file: str, place: str, codes: Iterable[str], table: Mapping[str, object], where: str
) -> None:
    for code in codes:
        if code not in table:
            remedy = f"define it in {where}, or correct the code"
            raise UnknownReference(file, place, f"“{code}” is not defined", remedy)


def _numbered(place: str, rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    return ((f"{place}[{number}]", row) for number, row in enumerate(rows))
