"""Finding residents by what a clerk knows of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db import connections

from sesshu.foundation.walls import current_place
from sesshu.kernel.numbers import NumberError, digits_of, read_atena_number
from sesshu.ward.residents.home import home_of
from sesshu.ward.residents.keys import (
    READING,
    WRITTEN,
    home_key,
    parts_of_word,
    typed_words,
    whole_word,
)

MOST_ROWS = 300
_LAST_CHARACTER = chr(0x10FFFF)
_FIND = """
SELECT r.id, r.atena_number, v.name, v.name_kana, v.birth_on, v.sex, v.address, v.status, r.is_guarded
FROM (SELECT s.resident_id, s.version_id FROM resident_search s {number} WHERE {conditions} LIMIT %s) found
JOIN resident r ON r.id = found.resident_id
JOIN resident_version v ON v.id = found.version_id
"""
_HAS_VOUCHER = "s.resident_id IN (SELECT resident_id FROM voucher_in_use WHERE voucher_number = %s)"
_WITH_NUMBER = "JOIN resident n ON n.id = s.resident_id"


@dataclass(frozen=True, slots=True)
class Search:
    """What is known; everything that is given has to hold. `address` may be its beginning only."""

    kana: str = ""
    name: str = ""
    born_on: date | None = None
    address: str = ""
    phone: str = ""
    atena_number: str = ""
    voucher_number: str = ""


@dataclass(frozen=True, slots=True)
class FoundResident:
    """One line of a result. `address` is None for protected residents."""

    id: int
    atena_number: str
    name: str
    name_kana: str
    born_on: date
    sex: str
    address: str | None
    state: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Whose whole names fit comes first, then by reading; `more` when not all could be listed."""

    rows: tuple[FoundResident, ...]
    more: bool


class _Condition(NamedTuple):
    sql: str
    values: list[Any]


class _Word(NamedTuple):
    """A word typed, in every form in which it may be registered."""

    mark: str
    forms: tuple[str, ...]


_WORDS = {READING: "s.kana_keys", WRITTEN: "s.name_keys"}


def search(terms: Search, limit: int = MOST_ROWS, using: str = "default") -> Found:
    """Residents of every state whom the terms fit, at most `limit`; nobody for terms that are all empty.

    A protected resident is never found by address or phone: ordinary tables do not hold them.
    """
    others = _other_conditions(terms)
    if others is None:
        return Found((), more=False)
    names = list(_words_of(terms))
    if not names and not others:
        return Found((), more=False)
    whole = _find([*(_whole(word) for word in names), *others], limit, using)
    if len(whole) > limit or not names:
        return Found(_ordered(whole)[:limit], more=len(whole) > limit)
    parts = _find([*(_part(word) for word in names), *others], limit, using)
    known = {row.id for row in whole}
    rows = _ordered(whole) + _ordered(row for row in parts if row.id not in known)
    return Found(rows[:limit], more=len(rows) > limit)


def _other_conditions(terms: Search) -> list[_Condition] | None:
    """Conditions beside the names; None where one of them can fit nobody."""
    conditions = []
    if terms.born_on:
        conditions.append(_Condition("s.birth_on = %s", [terms.born_on]))
    if terms.phone:
        conditions.append(_Condition("s.phone = %s", [digits_of(terms.phone)]))
    if terms.address:
        conditions.append(_lives_at(terms.address))
    if terms.atena_number:
        try:
            number = read_atena_number(terms.atena_number)
        except NumberError:
            return None
        conditions.append(_Condition("n.atena_number = %s", [number]))
    if terms.voucher_number:
        conditions.append(_Condition(_HAS_VOUCHER, [digits_of(terms.voucher_number)]))
    return conditions


def _words_of(terms: Search) -> Iterator[_Word]:
    for mark, text in ((READING, terms.kana), (WRITTEN, terms.name)):
        yield from (_Word(mark, forms) for forms in typed_words(mark, text))


def _whole(word: _Word) -> _Condition:
    """Somebody has exactly this word as a part of the name."""
    return _any_of(
        _Condition("s.grams @> %s", [[whole_word(word.mark, form)]]) for form in word.forms
    )


def _part(word: _Word) -> _Condition:
    """The grams find who may have the part; the words themselves decide."""
    has_part = f"EXISTS (SELECT FROM unnest({_WORDS[word.mark]}) w WHERE strpos(w, %s) > 0)"
    sql = f"s.grams @> %s AND {has_part}"
    return _any_of(_Condition(sql, [parts_of_word(word.mark, form), form]) for form in word.forms)


def _any_of(conditions: Iterable[_Condition]) -> _Condition:
    listed = list(conditions) or [_Condition("false", [])]
    sql = " OR ".join(f"({condition.sql})" for condition in listed)
    return _Condition(f"({sql})", [value for condition in listed for value in condition.values])


def _lives_at(address: str) -> _Condition:
    """At this place: the lot as typed and everything within it, or every lot when none was typed."""
    key = home_key(address, None, home_of(current_place().municipality))
    beginnings = [f"{key}-", f"{key} "] if key[-1:].isdigit() else [key]
    within = _any_of(
        _Condition("s.address_key >= %s AND s.address_key < %s", [begin, begin + _LAST_CHARACTER])
        for begin in beginnings
    )
    return _Condition(f"(s.address_key = %s OR {within.sql})", [key, *within.values])


def _find(conditions: list[_Condition], limit: int, using: str) -> list[FoundResident]:
    sql = " AND ".join(condition.sql for condition in conditions)
    numbered = _WITH_NUMBER if "n.atena_number" in sql else ""
    values = list(chain.from_iterable(condition.values for condition in conditions))
    with connections[using].cursor() as cursor:
        cursor.execute(_FIND.format(number=numbered, conditions=sql), [*values, limit + 1])
        return [FoundResident(*row) for row in cursor.fetchall()]


def _ordered(rows: Iterable[FoundResident]) -> tuple[FoundResident, ...]:
    return tuple(sorted(rows, key=lambda row: (row.name_kana, row.born_on, row.id)))
