"""異体字: which kanji are one character to somebody who searches for a name.

Rare forms fold into the everyday form a clerk types (髙 into 高, 邉 and 邊 into 辺). This serves search and
comparison only; a name is stored and printed exactly as it was received.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from ja_itaiji import Itaiji

_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_CLUSTER = re.compile(".[\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.DOTALL)

# Kanji of everyday use that a searcher takes for one. Any other two (田 and 佃, 谷 and 穀) stay apart,
# whatever the dictionary says: it also lists phonetic loans of classical Chinese.
_EVERYDAY_PAIRS = "富冨 島嶋 館舘 曽曾 竜龍 滝瀧 野埜 園薗 峰峯 祢禰 升桝 亘亙 梅楳 杉椙".split()  # noqa: SIM905
# Rare kanji of which the dictionary is silent (𠮷) or names several (澤 of 沢 and of 途).
_SETTLED = {"𠮷": "吉", "﨑": "崎", "濵": "浜", "濱": "浜", "澤": "沢"}
_FIRST_LEVEL = range(0xA1, 0xD0)


def characters(text: str) -> list[str]:
    """The text as a reader counts it: a base character and its variation selector are one."""
    return _CLUSTER.findall(text)


def without_selectors(text: str) -> str:
    """The text without variation selectors (IVS, SVS)."""
    return _SELECTOR.sub("", text)


def fold_variants(text: str) -> str:
    """The text with every kanji replaced by the one that stands for its class."""
    return unicodedata.normalize("NFKC", without_selectors(text)).translate(_representatives())


@cache
def _representatives() -> Mapping[int, str]:
    folded = {pair[1]: pair[0] for pair in _EVERYDAY_PAIRS} | _SETTLED
    for kanji in Itaiji.dictionary:
        usual = _everyday_forms(kanji, folded)
        if kanji not in folded and not _is_everyday(kanji) and len(usual) == 1:
            folded |= {kanji: usual.pop()}
    return {ord(kanji): usual for kanji, usual in folded.items()}


def _everyday_forms(kanji: str, folded: Mapping[str, str]) -> set[str]:
    """The classes of everyday kanji that name this rare one as a variant and are named by it.

    More than one means that the rare kanji (亝 of 斉 and of 斎) would make two families one.
    """
    variants = (v for v in Itaiji.dictionary[kanji] if _is_everyday(v))
    return {folded.get(v, v) for v in variants if kanji in Itaiji.dictionary.get(v, ())}


def _is_everyday(kanji: str) -> bool:
    """True for kanji of JIS level 1 and for kana, which every keyboard offers first."""
    try:
        return kanji.encode("euc_jp")[0] in _FIRST_LEVEL
    except UnicodeEncodeError:
        return False
