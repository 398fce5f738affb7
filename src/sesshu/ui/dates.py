"""Days and instants in the words of an office (ui.md §4.5)."""

from datetime import date, datetime

from django.utils.timezone import localtime

from sesshu.kernel import eras
from sesshu.kernel.eras import era_of, in_japanese

NOON = 12


def in_era(day: date) -> str:
    """令和8年4月1日."""
    return in_japanese(_day(day))


def in_both_calendars(day: date) -> str:
    """令和8年4月1日（2026年4月1日）."""
    return eras.in_both_calendars(_day(day))


def in_month(day: date) -> str:
    """2026年4月: months of doses and claims, as 公文書 and people name them."""
    return f"{day.year}年{day.month}月"


def short(day: date) -> str:
    """R8.4.1."""
    day = _day(day)
    era = era_of(day)
    return f"{era.letter}{day.year - era.first_year + 1}.{day.month}.{day.day}"


def clock(at: datetime) -> str:
    """午前9時30分; 正午 and 午前0時 as 公用文 writes them."""
    at = localtime(at)
    if (at.hour, at.minute) == (NOON, 0):
        return "正午"
    half, hour = ("午前", at.hour) if at.hour < NOON else ("午後", at.hour - NOON)
    return f"{half}{hour}時" + (f"{at.minute}分" if at.minute else "")


def instant(at: datetime) -> str:
    """令和8年4月1日 午前9時30分."""
    return f"{in_era(at)} {clock(at)}"


def to_the_second(at: datetime) -> str:
    """2026-04-01 09:30:15."""
    return localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def _day(value: date) -> date:
    """The day in Tokyo, of a day or of an instant."""
    return localtime(value).date() if isinstance(value, datetime) else value
