"""The words a resident is found by, made alike for the register's rows and for what a clerk types.

Grams are marked by what they are part of, so that one index serves all: ``k`` part of a reading, ``n`` part
of a name as written; ``k=`` and ``n=`` a whole word of either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

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
_CACHED_PARTS = 1 << 16


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What one resident is found by: words of readings, words of names, and the grams of both."""

    readings: list[str]
    written: list[str]
    grams: list[str]


def name_keys(names: Iterable[str | None], readings: Iterable[str | None]) -> NameKeys:
    """The keys of all names of a person (氏名, 旧氏, 通称, letters) and of their readings."""
    heard = {word for kana in readings if kana for word in reading_words(kana)}
    seen = {word for name in names if name for word in written_words(name)}
    found = {gram for word in heard for gram in _grams_of(READING, word)}
    found.update(gram for word in seen for gram in _grams_of(WRITTEN, word))
    return NameKeys(sorted(heard), sorted(seen), sorted(found))


def reading_words(kana: str) -> set[str]:
    """Each part of a reading and all of it, with and without its long vowels; never with voicing.

    Long vowels are taken out part by part, so that ナガノ オサム keeps its second オ. Somebody who types it
    in one word is served by the form with long vowels.
    """
    parts = [_reading_of_part(part) for part in name_parts(kana)]
    words = {word for part in parts for word in part}
    return words | {"".join(part[0] for part in parts), "".join(part[1] for part in parts)}


def written_words(name: str) -> set[str]:
    """Each part of a name as written and all of it, variants of kanji folded."""
    parts = [_written_of_part(part) for part in name_parts(name)]
    return {*parts, "".join(parts)} - {""}


def whole_word(mark: str, word: str) -> str:
    """The gram of everybody who has exactly this word."""
    return f"{mark}={word}"


def parts_of_word(mark: str, word: str) -> list[str]:
    """The grams of everybody who may have this word as a part of one."""
    pairs = [f"{mark}{gram}" for gram in grams(word) if len(gram) > 1]
    return pairs or [f"{mark}{word}"]


def home_key(address: str, building: str | None, home: str) -> str:
    """Where somebody lives as it is searched: place and lot, then the building behind a blank."""
    key = address_key(address, home)
    behind = building_key(building) if building else key.building
    return f"{key.text} {behind}".strip()


@lru_cache(maxsize=_CACHED_PARTS)
def _grams_of(mark: str, word: str) -> frozenset[str]:
    return frozenset(f"{mark}{gram}" for gram in grams(word)) | {whole_word(mark, word)}


@lru_cache(maxsize=_CACHED_PARTS)
def _reading_of_part(part: str) -> tuple[str, str]:
    return voiceless_kana_key(part), without_voicing(strict_kana_key(part))


@lru_cache(maxsize=_CACHED_PARTS)
def _written_of_part(part: str) -> str:
    return written_name_key(part)
