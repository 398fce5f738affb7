"""What a municipality decides inside the law: readings, its own seasons, its vaccines, areas left out.

An overlay narrows and never widens: whoever it lets in, the nation lets in. It works on the tables as
read, before they are checked, so a rulebook with an overlay is checked and named like any other.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from sesshu.kernel.calendar import day_after, day_before
from sesshu.schedule.errors import (
    RulebookError,
    UncitedValue,
    UnknownReference,
    UnreadableRulebook,
    Widening,
)
from sesshu.schedule.types import Closed, Dated, Reading, Row, Season

Raw = dict[str, Any]
Change = Callable[[Raw, str], Raw | None]


class OwnSeason(Dated, frozen=True, eq=False, kw_only=True):
    """The days of each year on which a course is given here (予防接種法施行令第5条の公告)."""

    course: str
    season: Season


class OwnVaccines(Dated, frozen=True, eq=False, kw_only=True):
    """The vaccines a series is given with here."""

    series: str
    products: tuple[str, ...]


class OwnClosed(Closed, frozen=True, eq=False, kw_only=True):
    """A series that is not given here (予防接種法第5条第2項の区域)."""

    series: str


class Overlay(Row, frozen=True, eq=False, kw_only=True):
    """The decisions of one municipality, each with its days and where it says so."""

    municipality: str
    published_on: date
    readings: tuple[Reading, ...] = ()
    seasons: tuple[OwnSeason, ...] = ()
    vaccines: tuple[OwnVaccines, ...] = ()
    closed: tuple[OwnClosed, ...] = ()


def overlaid(raw: Mapping[str, Any], overlay: Overlay, file: str) -> Raw:
    """The tables with an overlay laid on. Raises Widening and UnknownReference, naming the place."""
    _refuse_uncited(overlay, file)
    tables = dict(raw) | {"published.yaml": {"published_on": overlay.published_on}}
    for number, reading in enumerate(overlay.readings):
        place = f"$.readings[{number}]"
        tables["readings.yaml"] = _laid(tables["readings.yaml"], reading, _own(reading), place)
    for number, season in enumerate(overlay.seasons):
        place = f"{file}: $.seasons[{number}]"
        _in_courses(tables, season, _shorter(season), place)
    for number, vaccines in enumerate(overlay.vaccines):
        place = f"{file}: $.vaccines[{number}]"
        _in_series(tables, vaccines.series, vaccines, _fewer(vaccines), place)
    for number, closed in enumerate(overlay.closed):
        place = f"{file}: $.closed[{number}]"
        _in_series(tables, closed.series, closed, lambda version, place: None, place)
        _note_closed(tables, closed)
    return tables


def _refuse_uncited(overlay: Overlay, file: str) -> None:
    for name in ("readings", "seasons", "vaccines", "closed"):
        for number, row in enumerate(getattr(overlay, name)):
            if not row.provision.strip():
                place, remedy = f"$.{name}[{number}].provision", "name the notice of the mayor"
                raise UncitedValue(file, place, "no provision is named", remedy)


def _in_courses(tables: Raw, row: OwnSeason, change: Change, place: str) -> None:
    for name in [name for name in tables if name.startswith("courses/")]:
        if any(course["code"] == row.course for course in tables[name]):
            tables[name] = _changed(tables[name], row.course, row, change, place)
            return
    raise _unknown(place, row.course, "courses/")


def _in_series(tables: Raw, code: str, row: Dated, change: Change, place: str) -> None:
    if all(series["code"] != code for series in tables["series.yaml"]):
        raise _unknown(place, code, "series.yaml")
    tables["series.yaml"] = _changed(tables["series.yaml"], code, row, change, place)


def _unknown(place: str, code: str, table: str) -> RulebookError:
    problem, remedy = f"“{code}” is not defined", f"take a code of {table}"
    return _named(UnknownReference, place, problem, remedy)


def _changed(rows: list[Raw], code: str, row: Dated, change: Change, place: str) -> list[Raw]:
    return [
        one | {"versions": _laid(one["versions"], row, change, place)}
        if one["code"] == code
        else one
        for one in rows
    ]


def _laid(versions: list[Raw], row: Dated, change: Change, place: str) -> list[Raw]:
    """Each version cut where the row begins and ends, the piece inside changed or left out."""
    return [piece for version in versions for piece in _cut(version, row, change, place)]


def _cut(version: Raw, row: Dated, change: Change, place: str) -> Iterator[Raw]:
    begins, ends = version["effective_from"], version.get("effective_until") or date.max
    first, last = max(begins, row.effective_from), min(ends, row.effective_until or date.max)
    if last < first:
        yield version
        return
    if begins < first:
        yield version | {"effective_until": day_before(first)}
    inside = version | {"effective_from": first}
    changed = change(inside | ({} if last == date.max else {"effective_until": last}), place)
    if changed is not None:
        yield changed | {"provision": f"{version['provision']}; {row.provision}"}
    if last < ends:
        yield version | {"effective_from": day_after(last)}


def _own(reading: Reading) -> Change:
    chosen = msgspec.to_builtins(reading, builtin_types=(date,))
    days = ("effective_from", "effective_until", "provision")
    values = {key: value for key, value in chosen.items() if key not in days}
    return lambda version, place: version | values


def _shorter(row: OwnSeason) -> Change:
    def change(version: Raw, place: str) -> Raw:
        national, own = version.get("season"), row.season
        if national is None:
            raise _wider(place, "the nation sets no season here", "leave the season out")
        if _of_year(own.ends) < _of_year(own.begins):
            problem = f"the season ends on {own.ends} before it begins on {own.begins}"
            raise _named(UnreadableRulebook, place, problem, "a season lies inside one fiscal year")
        if _of_year(own.begins) < _of_year(national["begins"]) or _of_year(own.ends) > _of_year(
            national["ends"]
        ):
            inside = f"stay between {national['begins']} and {national['ends']}"
            raise _wider(place, f"{own.begins} until {own.ends} is longer than the law", inside)
        return version | {"season": {"begins": own.begins, "ends": own.ends}}

    return change


def _of_year(month_day: str) -> tuple[bool, str]:
    """A month and day in the order of a fiscal year, which begins on 1 April."""
    return month_day < "04-01", month_day


def _fewer(row: OwnVaccines) -> Change:
    def change(version: Raw, place: str) -> Raw:
        legal = [use["product"] for use in version["uses"]]
        if foreign := [product for product in row.products if product not in legal]:
            problem = f"“{foreign[0]}” is not legal here from {version['effective_from']}"
            raise _wider(place, problem, f"choose among {', '.join(legal)}, or shorten the days")
        return version | {"uses": [u for u in version["uses"] if u["product"] in row.products]}

    return change


def _wider(place: str, problem: str, remedy: str) -> RulebookError:
    return _named(Widening, place, problem, remedy)


def _named(kind: type[RulebookError], place: str, problem: str, remedy: str) -> RulebookError:
    file, _, where = place.partition(": ")
    return kind(file, where, problem, remedy)


def _note_closed(tables: Raw, row: OwnClosed) -> None:
    said = msgspec.to_builtins(row, builtin_types=(date,))
    closed = {key: value for key, value in said.items() if key != "series"}
    tables["series.yaml"] = [
        one | {"closed": [*one.get("closed", []), closed]} if one["code"] == row.series else one
        for one in tables["series.yaml"]
    ]
