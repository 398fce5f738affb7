"""Refuse a rulebook with gaps, overlaps, values nobody cited, or codes nobody defined."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import TypeVar

from sesshu.kernel.calendar import day_after
from sesshu.schedule.errors import Gap, Overlap, UncitedValue, UnknownReference
from sesshu.schedule.types import (
    BetweenRule,
    Cohort,
    Course,
    CourseVersion,
    Dated,
    DoseRule,
    Product,
    Reading,
    Series,
)

Row = TypeVar("Row")
TABLE_FILES = ("words.yaml", "products.yaml", "series.yaml", "between.yaml", "readings.yaml")


@dataclass(frozen=True)
class Tables:
    """All tables as read, each coded row with the file it came from."""

    antigens: Mapping[str, str]
    routes: Mapping[str, str]
    questions: Mapping[str, str]
    products: Mapping[str, tuple[str, Product]]
    series: Mapping[str, tuple[str, Series]]
    courses: Mapping[str, tuple[str, Course]]
    between: tuple[BetweenRule, ...]
    readings: tuple[Reading, ...]


def refuse_faults(tables: Tables) -> None:
    """Raise the first RulebookError found."""
    _check_products(tables)
    _check_series(tables)
    _check_courses(tables)
    for file, dated in (("between.yaml", tables.between), ("readings.yaml", tables.readings)):
        for place, row in _numbered("$", dated):
            _check_dated(tables, file, place, row)
    _check_timeline("readings.yaml", "$", tables.readings)


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
        _check_timeline(file, f"{place}.versions", series.versions)
        for where, version in _numbered(f"{place}.versions", series.versions):
            _check_dated(tables, file, where, version)
            used = [use.product for use in version.uses]
            _known(file, f"{where}.uses", used, tables.products, "products.yaml")


def _check_courses(tables: Tables) -> None:
    for code, (file, course) in tables.courses.items():
        place = f"$[code={code}]"
        _known(file, f"{place}.antigens", course.antigens, tables.antigens, "words.yaml antigens")
        _check_cohorts(file, f"{place}.versions", course.versions)
        for where, earlier in _numbered(f"{place}.earlier_doses", course.earlier_doses):
            _cited(file, where, earlier.provision)
            _known(file, where, earlier.products, tables.products, "products.yaml")
        for where, version in _numbered(f"{place}.versions", course.versions):
            _check_dated(tables, file, where, version)
            _check_doses(tables, file, where, version)


def _check_doses(tables: Tables, file: str, place: str, version: CourseVersion) -> None:
    for regimen in version.regimens:
        for number, dose in enumerate(regimen.doses, start=1):
            where = f"{place}.regimens[code={regimen.code}].doses[{number}]"
            _known(file, f"{where}.verify", dose.verify, tables.questions, "words.yaml questions")
            if _states_standard(dose):
                _cited(file, f"{where}.standard_provision", dose.standard_provision or "")


def _states_standard(dose: DoseRule) -> bool:
    return bool(dose.standard_from or dose.standard_until or dose.standard_interval)


def _check_dated(tables: Tables, file: str, place: str, row: Dated) -> None:
    _cited(file, place, row.provision)
    _known(file, f"{place}.verify", row.verify, tables.questions, "words.yaml questions")


def _check_cohorts(file: str, place: str, versions: Sequence[CourseVersion]) -> None:
    groups: dict[tuple[object, ...], list[CourseVersion]] = {}
    for version in versions:
        who = version.cohort
        groups.setdefault((who.sex, who.born_from, who.born_until), []).append(version)
    for group in groups.values():
        _check_timeline(file, place, group)
    for one, other in combinations(groups.values(), 2):
        if _share_people(one[0].cohort, other[0].cohort):
            _refuse_shared_days(file, place, one, other)


def _share_people(one: Cohort, other: Cohort) -> bool:
    if one.sex and other.sex and one.sex != other.sex:
        return False
    begins = max(one.born_from or date.min, other.born_from or date.min)
    return begins <= min(one.born_until or date.max, other.born_until or date.max)


def _refuse_shared_days(
    file: str, place: str, one: Iterable[Dated], other: Sequence[Dated]
) -> None:
    for first in one:
        for second in other:
            begins = max(first.effective_from, second.effective_from)
            if begins <= min(_last_day(first), _last_day(second)):
                problem = f"two cohorts share people, and both rules hold on {begins}"
                raise Overlap(file, place, problem, "bound the birth dates of one of them")


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
