"""Keys by which names are found and compared; never a form in which a name is stored or printed.

Three kana keys, each looser than the one before. Only the strict key may take part in an automatic
decision; the others also join different names (小野 and 大野, 中島 with and without voicing): candidates.
"""

import re
import unicodedata
from functools import lru_cache

from sesshu.kernel.variants import fold_variants, without_selectors

_COMBINING_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a"})
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_V_TO_B = re.compile("ヴ([ァィェォ]?)")
_B_OF_V = {"": "ブ", "ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}
_OLD_KANA = str.maketrans("ヰヱヂヅ", "イエジズ")
_LOOKS_LIKE_LONG_MARK = re.compile(r"(?<=[ァ-ヺー])[-‐‑‒–—―−─一ｰ]+")
_LONG_O = re.compile("(?<=[オコゴソゾトドノホボポモヨロ])[ウオー]+")
_LONG_U = re.compile("(?<=[ウクグスズツヅヌフブプムユル])[ウー]+")
_VOICED = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ",
    "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ",
)
_SEPARATORS = re.compile(r"""[\s・,，.．、_＿'’"“”\\{}()（）\[\]［］「」〔〕【】]+""")
_CAPACITIES = re.compile(
    "成年後見人|成年被後見人|後見監督人|保佐人|補助人|法定代理人|相続人代表者?"
)


def name_parts(name: str) -> list[str]:
    """The parts of a name as written: family and given name, middle names, 通称 or 旧氏 in brackets."""
    plain = unicodedata.normalize("NFKC", name.translate(_COMBINING_MARKS))
    return [part for part in _SEPARATORS.split(_CAPACITIES.sub(" ", plain)) if part]


def strict_kana_key(kana: str) -> str:
    """Kana without width, script, small letters and separators: one for all ways of writing them."""
    return _joined(kana).replace("ヲ", "オ").translate(_SMALL_TO_LARGE)


def loose_kana_key(kana: str) -> str:
    """The strict key with ヴ, old kana and long vowels made one: オオノ, オーノ and オウノ are オノ."""
    modern = _V_TO_B.sub(lambda found: _B_OF_V[found[1]], _joined(kana)).replace("ヲ", "オ")
    large = modern.translate(_OLD_KANA).translate(_SMALL_TO_LARGE)
    marked = _LOOKS_LIKE_LONG_MARK.sub("ー", large)
    return _LONG_U.sub("", _LONG_O.sub("", marked)).replace("ー", "")


def voiceless_kana_key(kana: str) -> str:
    """The loose key without voicing (清音化): ナカジマ and ナカシマ are ナカシマ."""
    return without_voicing(loose_kana_key(kana))


def without_voicing(key: str) -> str:
    """A kana key with every voiced kana replaced by its voiceless one."""
    return key.translate(_VOICED)


def written_name_key(name: str) -> str:
    """A name as written, with variants of kanji folded and separators, width and case ignored."""
    return "".join(name_parts(fold_variants(name))).replace("-", "").casefold()


def grams(key: str) -> set[str]:
    """Every single character and every pair of neighbors of a key: what a partial search can ask for."""
    return set(key) | {key[at : at + 2] for at in range(len(key) - 1)}


@lru_cache(maxsize=65_536)
def _joined(kana: str) -> str:
    return "".join(name_parts(without_selectors(kana))).translate(_HIRAGANA_TO_KATAKANA)
