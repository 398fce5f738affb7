"""Dates as clerks type them: H310430, S64.1.7, 令和元年5月1日, 20190501, 2019/5/1, any width."""

import re
import unicodedata
from datetime import date

from sesshu.kernel.eras import OutsideEra, date_in_era, era_named

_SEPARATED = re.compile(
    r"(?P<era>[A-Z]|[一-龥]{2})?(?P<year>\d{1,4}|元)[./年\-](?P<month>\d{1,2})[./月\-](?P<day>\d{1,2})日?"
)
_PACKED_ERA = re.compile(r"(?P<era>[A-Z])(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_PACKED_WESTERN = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_WESTERN_YEAR_DIGITS = 4


class DateEntryError(ValueError):
    """What was typed is not a date; the message tells the clerk what to do."""


class UnreadableDate(DateEntryError):
    """The text has no shape of a date."""


class NoSuchDay(DateEntryError):
    """The shape is right, but the calendar has no such day."""


class OutsideNamedEra(DateEntryError):
    """The day does not lie in the era that was typed."""


def read_date(text: str) -> date:
    """The date a clerk typed. Raises UnreadableDate, NoSuchDay or OutsideNamedEra."""
    compact = "".join(unicodedata.normalize("NFKC", text).upper().split())
    for shape in (_PACKED_ERA, _PACKED_WESTERN, _SEPARATED):
        if match := shape.fullmatch(compact):
            return _named_day(match.groupdict().get("era"), match)
    raise UnreadableDate(
        "日付として読み取れません。「R7.4.1」「R070401」「20250401」「2025/4/1」のように入力してください。"
    )


def _named_day(era: str | None, parts: re.Match[str]) -> date:
    year = 1 if parts["year"] == "元" else int(parts["year"])
    month, day = int(parts["month"]), int(parts["day"])
    if era is None and len(parts["year"]) != _WESTERN_YEAR_DIGITS:
        raise UnreadableDate("年は、西暦4桁か、元号(R・H・S・T・M)を付けて入力してください。")
    try:
        return (
            date(year, month, day) if era is None else date_in_era(era_named(era), year, month, day)
        )
    except OutsideEra as problem:
        raise OutsideNamedEra(str(problem)) from problem
    except ValueError as problem:
        raise NoSuchDay(f"{month}月{day}日という日は、その年にはありません。") from problem
