"""What each report counts, as dated data with its source: the files beside this one, one report each."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml

from sesshu.kernel.outcomes import Legal


class NoSuchReport(LookupError):
    """No report of this code is defined for this fiscal year."""


class Kind(StrEnum):
    """What a cell of a report holds."""

    DOSES = "doses"
    PERSONS = "persons"
    COVERAGE = "coverage"


class Row(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """A row of a definition; what is left out is not written."""


class Which(Row, frozen=True, kw_only=True):
    """Which doses are counted; a condition that is left out lets all pass.

    Ages in full months as the law counts them. A school year (学年) is named after the year in which its
    first members are born, on 2 April.
    """

    series: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    dose: int | None = None
    legal: tuple[Legal, ...] = ()
    outcome: Literal["given", "screened_only"] | None = None
    sources: tuple[str, ...] = ()
    from_months: int | None = None
    until_months: int | None = None
    school_year_from: int | None = None
    school_year_until: int | None = None

    def conditions(self) -> dict[str, Any]:
        """Those that are set, as plain values."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


class Population(Row, frozen=True, kw_only=True):
    """The people who stand for one year of those a line is for.

    By age: residents of an age between `from_months` and `until_months` on the day, made into twelve months'.
    By school year: those who enter school after the fiscal year.
    """

    day: str
    """Month and day within the fiscal year."""
    from_months: int | None = None
    until_months: int | None = None
    before_school: bool = False

    @property
    def months(self) -> int:
        """How many months of births they are."""
        if self.from_months is None or self.until_months is None:
            return 12
        return self.until_months - self.from_months + 1


class Line(Row, frozen=True, kw_only=True):
    """A line of a table."""

    code: str
    title: str
    which: Which = Which()
    population: Population | None = None


class Column(Row, frozen=True, kw_only=True):
    """A column of a table."""

    code: str
    title: str
    which: Which = Which()


class Cohort(Row, frozen=True, kw_only=True):
    """Whose coverage a table tells: residents of an age on the day, and the series of which one suffices."""

    series: tuple[str, ...]
    from_age: int
    until_age: int
    sex: Literal["F", "M"] | None = None


class Rate(Row, frozen=True, kw_only=True):
    """What part some columns are: of the line's population (as twelve months), or of the line itself.

    `of` names columns, all where it is empty; of the line itself, `without` are left out of the denominator.
    """

    title: str
    of: tuple[str, ...] = ()
    over: Literal["population", "line"] = "population"
    without: tuple[str, ...] = ()


class Table(Row, frozen=True, kw_only=True):
    """Lines and columns; `total` names the sum of a line, `sum_line` the line that sums a column.

    A table that sums what another one of the report shows is not published: the two together would tell more
    than each.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()
    total: str | None = None
    sum_line: str | None = None
    rates: tuple[Rate, ...] = ()
    cohort: Cohort | None = None
    is_published: bool = True


class Definition(Row, frozen=True, kw_only=True):
    """A report: what is counted, of whom, and where that is said."""

    code: str
    title: str
    kind: Kind
    from_fiscal_year: int
    until_fiscal_year: int | None = None
    provision: str
    verify: tuple[str, ...] = ()
    numerator: str
    denominator: str | None = None
    notes: tuple[str, ...] = ()
    group_by: Literal["birth_year", "town", "school_year"] | None = None
    family: str
    """Reports of a family tell of the same people or doses by different cuts: one a year is published."""
    beside: tuple[str, ...] = ()
    """Reports of the family that may be published beside it: their cut is independent of its own (ADR 90)."""
    tables: tuple[Table, ...]

    def holds_in(self, fiscal_year: int) -> bool:
        """Whether it is the definition for a fiscal year."""
        return self.from_fiscal_year <= fiscal_year and (
            self.until_fiscal_year is None or fiscal_year <= self.until_fiscal_year
        )


@cache
def definitions() -> tuple[Definition, ...]:
    """All definitions, in the order of the list of reports. Raises msgspec.ValidationError."""
    return tuple(one for name in ORDER for one in _read(name))


def definition(code: str, fiscal_year: int) -> Definition:
    """The definition of a report for a fiscal year. Raises NoSuchReport."""
    for one in definitions():
        if one.code == code and one.holds_in(fiscal_year):
            return one
    raise NoSuchReport(f"{code} には、この年度の定義がありません。")


@cache
def questions() -> dict[str, str]:
    """What is still to be checked with the ministry or the prefecture, by the mark that names it."""
    found: dict[str, str] = yaml.safe_load(_text("questions"))
    return found


@cache
def publication(fiscal_year: int) -> "Publication":
    """The rule for publishing in a fiscal year. Raises NoSuchReport."""
    raw = yaml.safe_load(_text("publication"))
    for one in msgspec.convert(raw, list[Publication]):
        if one.from_fiscal_year <= fiscal_year:
            return one
    raise NoSuchReport("この年度の公表の決まりがありません。")


class Publication(Row, frozen=True, kw_only=True):
    """Numbers from 1 up to one less than `smallest` are not shown in what is published (R15, V116)."""

    from_fiscal_year: int
    smallest: int
    provision: str
    verify: tuple[str, ...] = ()


def as_text(one: Definition) -> str:
    """The definition as it is kept with a report: the same for the same definition."""
    return msgspec.json.encode(one, order="deterministic").decode()


def from_text(text: str) -> Definition:
    """A definition that was kept."""
    return msgspec.json.decode(text, type=Definition)


ORDER = ("community_health", "governor", "measles_rubella", "hpv", "coverage")


def _read(name: str) -> list[Definition]:
    raw = yaml.safe_load(_text(name))
    return [msgspec.convert(_expanded(one), Definition) for one in raw["reports"]]


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def _expanded(report: dict[str, Any]) -> dict[str, Any]:
    """With a line for every dose of a group: `doses` holds the words for each."""
    tables = [
        table | {"lines": [line for one in table.get("lines", ()) for line in _lines(one)]}
        for table in report["tables"]
    ]
    return report | {"tables": tables}


def _lines(line: dict[str, Any]) -> list[dict[str, Any]]:
    if "doses" not in line:
        return [line]
    rest = {name: value for name, value in line.items() if name != "doses"}
    return [
        rest
        | {
            "code": f"{line['code']}-{number}",
            "title": f"{line['title']} {words}",
            "which": line["which"] | {"dose": number},
        }
        for number, words in enumerate(line["doses"], start=1)
    ]
