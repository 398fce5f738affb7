"""和暦: Japanese eras, exact to the day."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sesshu.kernel.calendar import day_before


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its first day, and the first Gregorian year it counts as year 1."""

    letter: str
    name: str
    begins_on: date
    first_year: int


ERAS = (
    # Before 1873 Japan counted by the moon; Meiji days are accepted from the first Gregorian one.
    Era("M", "明治", date(1873, 1, 1), 1868),
    Era("T", "大正", date(1912, 7, 30), 1912),
    Era("S", "昭和", date(1926, 12, 25), 1926),
    Era("H", "平成", date(1989, 1, 8), 1989),
    Era("R", "令和", date(2019, 5, 1), 2019),
)
DAYS_KEPT = 20_000
"""Written days kept: pages and verdicts name the same few over and over."""


class OutsideEra(ValueError):
    """The day does not lie in the era that was named."""


def era_of(day: date) -> Era:
    """The era of a day. Raises OutsideEra before 1873."""
    for era in reversed(ERAS):
        if era.begins_on <= day:
            return era
    raise OutsideEra("明治6年1月1日より前の日付は和暦で表せません。")


def era_ends_on(era: Era) -> date | None:
    """Last day of an era; None for the present one."""
    following = ERAS.index(era) + 1
    return day_before(ERAS[following].begins_on) if following < len(ERAS) else None


def era_named(text: str) -> Era:
    """The era with this letter or name. Raises OutsideEra."""
    for era in ERAS:
        if text.upper() == era.letter or text == era.name:
            return era
    raise OutsideEra(
        f"「{text}」という元号はありません。M・T・S・H・R のどれかで入力してください。"
    )


def date_in_era(era: Era, year: int, month: int, day: int) -> date:
    """The date that year, month and day of an era name.

    Raises OutsideEra where the day lies outside the era, ValueError where the calendar has no such day.
    """
    named = date(era.first_year + year - 1, month, day)
    if year < 1 or era_of(named) is not era:
        ends_on = era_ends_on(era)
        ending = "" if ends_on is None else f"{_written(era, ends_on)}まで"
        raise OutsideEra(f"{era.name}は{_written(era, era.begins_on)}から{ending}です。")
    return named


@lru_cache(maxsize=DAYS_KEPT)
def in_japanese(day: date) -> str:
    """A date as an office writes it: 令和元年5月1日."""
    return _written(era_of(day), day)


def in_both_calendars(day: date) -> str:
    """令和8年4月1日（2026年4月1日）."""
    return f"{in_japanese(day)}（{day.year}年{day.month}月{day.day}日）"


def _written(era: Era, day: date) -> str:
    year = day.year - era.first_year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
