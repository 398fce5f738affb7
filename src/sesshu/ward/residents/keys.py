"""The words a resident is found by, made alike for the register's rows and for what a clerk types.

Grams are what the index holds. They are marked by what they are part of, so that one index serves both:
``k`` for a reading, ``n`` for a name as written; ``k=`` and ``n=`` for a whole word. Of a reading, single
characters are indexed where a word begins (``k^``): a kana somewhere in a name finds nobody in particular.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sesshu.kernel.addresses import address_key, building_key
from sesshu.kernel.names import (
    grams,
    name_parts,
    strict_kana_key,
    voiceless_kana_key,
    without_voicing,
    written_name_key,
)

READING, WRITTEN = "k", "n"
_CACHED_PIECES = 1 << 16
_PARTS_WITH_JOINTS = 2
_AS_REGISTERED = re.compile("([^0-9]+)([0-9]{1,4})番([0-9]{1,4})号")


class NameKeys(NamedTuple):
    """Words of readings, words of names, and the grams of both, each as PostgreSQL writes an array of text.

    A gram may stand there twice. No word holds a quote, a backslash, a brace or a comma.
    """

    readings: str
    written: str
    grams: str


class _Part(NamedTuple):
    """A part of a name: its key without and with long vowels (one and the same for most).

    `words` and `grams` are ready to be put into an array.
    """

    keys: tuple[str, ...]
    has_one_key: bool
    words: str
    grams: str


def name_keys(names: Iterable[str | None], readings: Iterable[str | None]) -> NameKeys:
    """The keys of all names of a person (氏名, 旧氏, 通称, letters) and of their readings."""
    heard = [_of_name(READING, kana) for kana in readings if kana]
    seen = [_of_name(WRITTEN, name) for name in names if name]
    return NameKeys(
        _array([words for words, _ in heard]),
        _array([words for words, _ in seen]),
        _array([found for _, found in heard + seen]),
    )


class Piece(NamedTuple):
    """What stands between two blanks of a name, where it is one part with one key.

    `words` and `grams` are ready to be put into an array.
    """

    key: str
    words: str
    grams: str


def piece_of_name(mark: str, piece: str) -> Piece | None:
    """The keys of a piece; None where they are not as simple as those of most names."""
    parts = _parts_of_piece(mark, piece)
    if len(parts) != 1 or not parts[0].has_one_key:
        return None
    return Piece(parts[0].keys[0], parts[0].words, parts[0].grams)


def typed_words(mark: str, text: str) -> list[tuple[str, ...]]:
    """Each word a clerk typed, in every form in which it may be registered."""
    return [part.keys for part in _parts(mark, text)]


def whole_word(mark: str, word: str) -> str:
    """The gram of everybody who has exactly this word."""
    return f"{mark}={word}"


def parts_of_word(mark: str, word: str) -> list[str]:
    """The grams of everybody who may have this word as a part of one; a single kana, as its beginning."""
    if len(word) == 1:
        return [_first(mark, word)]
    return [mark + gram for gram in grams(word) if len(gram) > 1]


def home_key(address: str, building: str | None, home: str) -> str:
    """Where somebody lives as it is searched: place and lot, then the building behind a blank."""
    if as_registered := _AS_REGISTERED.fullmatch(address):
        street, block, number = as_registered.groups()
        text, behind = f"{_street(street, home)}{int(block)}-{int(number)}", ""
    else:
        key = address_key(address, home)
        text, behind = key.text, key.building
    return f"{text} {_building(building) if building else behind}".strip()


@lru_cache(maxsize=_CACHED_PIECES)
def _street(street: str, home: str) -> str:
    """The key up to the block; thousands live in one street."""
    key = address_key(street, home)
    return f"{key.text}-" if key.lot else key.text


_building = lru_cache(maxsize=_CACHED_PIECES)(building_key)


def _of_name(mark: str, text: str) -> tuple[str, str]:
    """Words and grams of one name: of each part, of all of it in one, and across the joints.

    Long vowels are taken out part by part, so that ナガノ オサム keeps its second オ. Somebody who types it
    in one word is served by the form with long vowels.
    """
    parts = _parts(mark, text)
    if len(parts) < _PARTS_WITH_JOINTS:
        return (parts[0].words, parts[0].grams) if parts else ("", "")
    words = [part.words for part in parts]
    found = [part.grams for part in parts]
    for form in (0,) if all([part.has_one_key for part in parts]) else (0, -1):
        keys = [part.keys[form] for part in parts]
        words.append(f'"{"".join(keys)}"')
        found += [f'"{mark}{one[-1:]}{other[:1]}"' for one, other in pairwise(keys)]
    return ",".join(words), ",".join(found)


def _parts(mark: str, text: str) -> list[_Part]:
    """The parts of a name; most come again and again, parted by the blank the register writes."""
    return [part for piece in text.split("　") for part in _parts_of_piece(mark, piece)]


@lru_cache(maxsize=_CACHED_PIECES)
def _parts_of_piece(mark: str, piece: str) -> tuple[_Part, ...]:
    keys_of = _reading_keys if mark == READING else _written_keys
    return tuple(_part(mark, keys) for word in name_parts(piece) if all(keys := keys_of(word)))


def _reading_keys(word: str) -> tuple[str, ...]:
    loose, strict = voiceless_kana_key(word), without_voicing(strict_kana_key(word))
    return (loose,) if loose == strict else (loose, strict)


def _written_keys(word: str) -> tuple[str, ...]:
    return (written_name_key(word),)


def _part(mark: str, keys: tuple[str, ...]) -> _Part:
    known = {whole_word(mark, key) for key in keys}
    for key in keys:
        known |= {mark + gram for gram in grams(key) if len(gram) > 1 or mark == WRITTEN}
        known |= {_first(mark, key)}
    return _Part(keys, len(keys) == 1, _quoted(keys), _quoted(sorted(known)))


def _first(mark: str, word: str) -> str:
    return f"{mark}^{word[:1]}" if mark == READING else mark + word[:1]


def _quoted(words: Iterable[str]) -> str:
    return ",".join(f'"{word}"' for word in words)


def _array(quoted: list[str]) -> str:
    return "{" + ",".join(filter(None, quoted)) + "}"
