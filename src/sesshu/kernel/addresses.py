"""Keys by which addresses are found and compared; never a form in which an address is stored or printed."""

import re
import unicodedata
from dataclasses import dataclass

from sesshu.kernel.variants import fold_variants

_PREFECTURE = re.compile("^(?:東京都|北海道|京都府|大阪府|.{2,3}県)")
_DASH = r"\-‐‑‒–—―−─ーｰ"
_KANJI_DIGIT = "〇一二三四五六七八九十百"
_KANJI_NUMBER = re.compile(
    rf"[{_KANJI_DIGIT}]+(?=丁目|番(?![町丁])|号|[{_DASH}][0-9{_KANJI_DIGIT}])|(?<=[{_DASH}])[{_KANJI_DIGIT}]+"
)
_NUMBER_WORDS = r"\s*(?:丁目|番地の|番地|番|号|の|ノ)\s*"
_CHAIN = re.compile(
    rf"[0-9]+(?:(?:{_NUMBER_WORDS}|\s*[{_DASH}]\s*)[0-9]+)*(?:丁目|番地|番(?!館)|号(?!室|棟|館))?"
)
_DIGITS = re.compile("[0-9]+")
_TOWN_CLASSES = str.maketrans("ヶヵがノの之", "ケケケノノノ")
_BETWEEN_WORDS = re.compile(rf"[\s{_DASH}・]+")
_ROOM_WORD = re.compile("(?:号室|号|室)$")
_LOT_PARTS = 3
_KANJI_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")}
_KANJI_UNITS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class AddressKey:
    """An address taken apart for comparison.

    `place` is prefecture, municipality and town; `lot` up to three numbers (丁目, 番, 号) joined by hyphens;
    `building` the rest (方書), which may be missing on either side.
    """

    place: str
    lot: str
    building: str

    @property
    def text(self) -> str:
        """Place and lot in one: equal for two spellings of one address."""
        return self.place + self.lot


def address_key(address: str, home: str) -> AddressKey:
    """The key of an address; `home` (東京都世田谷区) stands in for a missing prefecture or municipality."""
    plain = _with_home(unicodedata.normalize("NFKC", address).strip(), home)
    counted = _KANJI_NUMBER.sub(lambda found: str(_kanji_value(found[0])), plain)
    chain = _CHAIN.search(counted)
    if chain is None:
        return AddressKey(_town(counted), "", "")
    numbers = [str(int(number)) for number in _DIGITS.findall(chain[0])]
    building = "-".join(numbers[_LOT_PARTS:]) + counted[chain.end() :]
    return AddressKey(
        _town(counted[: chain.start()]), "-".join(numbers[:_LOT_PARTS]), building_key(building)
    )


def building_key(building: str) -> str:
    """A 方書 without width, spaces, variants and the words around a room number."""
    plain = _BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", building))
    return fold_variants(_ROOM_WORD.sub("", plain)).casefold()


def _with_home(address: str, home: str) -> str:
    if _PREFECTURE.match(address):
        return address
    municipality = _PREFECTURE.sub("", home)
    return home + address.removeprefix(municipality)


def _town(text: str) -> str:
    return fold_variants("".join(text.split())).translate(_TOWN_CLASSES)


def _kanji_value(kanji: str) -> int:
    if not _KANJI_UNITS.keys() & set(kanji):
        return int("".join(str(_KANJI_DIGITS[digit]) for digit in kanji))
    total = pending = 0
    for sign in kanji:
        if sign in _KANJI_UNITS:
            total, pending = total + (pending or 1) * _KANJI_UNITS[sign], 0
        else:
            pending = _KANJI_DIGITS[sign]
    return total + pending
