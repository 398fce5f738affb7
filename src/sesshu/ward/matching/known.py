"""The residents around a record: born on its day, living at its home, or holding its number.

All they were ever registered as takes part: former names, aliases, every earlier address. The contact of a
protected resident lies elsewhere, so that their home is unknown here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db import connections

from sesshu.kernel.matching import FourItems, four_items
from sesshu.kernel.names import name_parts
from sesshu.ward.matching.persons import numbers_of

BORN_THEN = "SELECT resident_id FROM resident_search WHERE birth_on = ANY(%s)"
# The building stands behind a blank, and "!" is the character behind the blank.
LIVING_THERE = """
SELECT s.resident_id FROM unnest(%s::text[]) AS told (home) JOIN resident_search s
ON s.address_key = told.home
OR s.address_key >= told.home || ' ' AND s.address_key < told.home || '!'
"""
WITH_ATENA_NUMBER = "SELECT atena_number, id FROM resident WHERE atena_number = ANY(%s)"
WITH_VOUCHER = "SELECT number, resident_id FROM voucher WHERE number = ANY(%s)"
EVER_REGISTERED = """
SELECT r.id, r.atena_number, r.is_guarded, v.name, v.name_kana, v.sex, v.birth_on, v.address, v.building,
    v.alias, v.alias_kana, v.alphabet_name, v.foreign_name_kanji, v.foreign_name_kana, v.former_family_name,
    v.previous_address, v.destination_address
FROM resident_version v JOIN resident r ON r.id = v.resident_id
WHERE v.resident_id = ANY(%s) AND NOT v.is_revoked
ORDER BY r.id, v.valid_from, v.recorded_at
"""


class _Version(NamedTuple):
    """A row of EVER_REGISTERED."""

    resident_id: int
    atena_number: str
    is_guarded: bool
    name: str
    name_kana: str
    sex: str
    born_on: date
    address: str | None
    building: str | None
    alias: str | None
    alias_kana: str | None
    alphabet_name: str | None
    foreign_name_kanji: str | None
    foreign_name_kana: str | None
    former_family_name: str | None
    previous_address: str | None
    destination_address: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the keys of all they were registered as; the rest is as registered last.

    `numbers` are all their 宛名, `id` the one that is kept, if several were merged.
    """

    id: int
    atena_number: str
    is_guarded: bool
    name: str
    name_kana: str
    sex: str
    born_on: date
    address: str | None
    building: str | None
    items: FourItems
    numbers: tuple[int, ...]


def people_around(
    born_on: Collection[date],
    homes: Collection[str],
    holders: Collection[int],
    home: str,
    using: str,
) -> Iterator[Person]:
    """Everybody born on one of these days or living in one of these homes now, and the holders of numbers."""
    found = {*holders}
    with connections[using].cursor() as cursor:
        for query, values in ((BORN_THEN, born_on), (LIVING_THERE, homes)):
            cursor.execute(query, [list(values)])
            found.update(number for (number,) in cursor.fetchall())
    yield from people(found, home, using)


def people(residents: Collection[int], home: str, using: str) -> Iterator[Person]:
    """Who these residents are; whoever has several 宛名 comes once."""
    return known_as({*numbers_of(residents, using=using).values()}, home, using)


def known_as(numbers: Collection[tuple[int, ...]], home: str, using: str) -> Iterator[Person]:
    """Each of these persons, with the kept 宛名 first, by all they were registered as under any of theirs."""
    with connections[using].cursor() as cursor:
        cursor.execute(EVER_REGISTERED, [[number for own in numbers for number in own]])
        rows = [_Version(*row) for row in cursor.fetchall()]
    versions = {number: list(of) for number, of in groupby(rows, key=lambda row: row.resident_id)}
    for own in numbers:
        known = [version for number in (*own[1:], own[0]) for version in versions.get(number, ())]
        if known:
            yield _person(known, own, home)


def holders_of(
    atena_numbers: Collection[str], vouchers: Collection[str], using: str
) -> tuple[dict[str, int], dict[str, int]]:
    """Residents by 宛名番号, and by the 券番号 that were issued to them, void ones too."""
    with connections[using].cursor() as cursor:
        cursor.execute(WITH_ATENA_NUMBER, [list(atena_numbers)])
        by_atena = dict(cursor.fetchall())
        cursor.execute(WITH_VOUCHER, [list(vouchers)])
        return by_atena, dict(cursor.fetchall())


def _person(versions: list[_Version], numbers: tuple[int, ...], home: str) -> Person:
    """Of all versions, the last of the kept 宛名 comes last."""
    last = versions[-1]
    items = four_items(
        {name for version in versions for name in _names(version)},
        {kana for version in versions for kana in _readings(version)},
        last.sex,
        last.born_on,
        {place for version in versions for place in _places(version)},
        home,
    )
    guarded = any(version.is_guarded for version in versions)
    return Person(numbers[0], last.atena_number, guarded, *last[3:9], items, numbers)


def _names(version: _Version) -> Iterator[str | None]:
    yield from (version.name, version.alias, version.alphabet_name, version.foreign_name_kanji)
    if version.former_family_name:
        yield version.former_family_name + "".join(name_parts(version.name)[1:])


def _readings(version: _Version) -> Iterable[str | None]:
    return version.name_kana, version.alias_kana, version.foreign_name_kana


def _places(version: _Version) -> Iterator[tuple[str, str | None]]:
    if version.address:
        yield version.address, version.building
    for other in (version.previous_address, version.destination_address):
        if other:
            yield other, None
