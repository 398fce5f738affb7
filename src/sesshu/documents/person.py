"""A person as documents print one."""

from datetime import date

import msgspec

from sesshu.documents.forms import Address, PersonName
from sesshu.kernel.eras import in_japanese

SEXES = {"F": "女", "M": "男"}


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whose paper it is; the birth day in both calendars, an empty sex where it is not to be printed."""

    name: PersonName
    kana: str
    born: str
    sex: str
    address: Address


def person(*, name: str, kana: str, born_on: date, sex: str, address: Address) -> Person:
    """A person for paper; `sex` is F, M or empty. Raises OutsideEra for a birth before 1873."""
    return Person(
        name=PersonName(name),
        kana=kana,
        born=in_both_calendars(born_on),
        sex=SEXES.get(sex, ""),
        address=address,
    )


def in_both_calendars(day: date) -> str:
    """令和8年4月1日（2026年4月1日）."""
    return f"{in_japanese(day)}（{day.year}年{day.month}月{day.day}日）"
