"""Names with their readings: family names as frequent as in life, given names of a generation."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from japanese_personal_name_dataset import load_dataset
from numpy.typing import NDArray

from sesshu.outside.registry.columns import Days, Flags, Texts, texts

# As families write them who never gave up the old form; the last ones need IVS or lie outside the BMP.
_RARE_FORMS = {
    "高橋": ("髙橋",),
    "渡辺": ("渡邉", "渡邊", "渡邉\U000e0101"),
    "山崎": ("山﨑",),
    "斎藤": ("齋藤",),
    "斉藤": ("齊藤",),
    "吉田": ("𠮷田",),
    "浜田": ("濵田", "濱田"),
    "島田": ("嶋田", "嶌田"),
    "桜井": ("櫻井",),
    "沢田": ("澤田",),
    "富田": ("冨田",),
    "広瀬": ("廣瀬", "廣瀨"),
    "柳田": ("栁田",),
    "辻": ("辻\U000e0101",),
    "葛西": ("葛\U000e0100西",),
    "榊原": ("榊\U000e0100原",),
}
_SHARE_OF_RARE_FORMS = 0.12
_FORMS_OF_A_READING = 8
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_KO_WAS_USUAL_UNTIL = -4_000  # in days since 1970: about 1959


@dataclass(frozen=True, slots=True)
class Names:
    """Names as written and their readings in full-width katakana."""

    written: Texts
    kana: Texts

    def __getitem__(self, at: NDArray[np.int64]) -> "Names":
        return Names(self.written[at], self.kana[at])


def family_names(count: int, chance: np.random.Generator) -> Names:
    """Family names, frequent ones as often as in Japan; some in the old form of their kanji."""
    names, weights = _family_pool()
    drawn = names[chance.choice(len(weights), count, p=weights)]
    old = np.flatnonzero(chance.random(count) < _SHARE_OF_RARE_FORMS)
    written = drawn.written.copy()
    for at in old:
        forms = _RARE_FORMS.get(written[at], (written[at],))
        written[at] = forms[chance.integers(len(forms))]
    return Names(written, drawn.kana)


def given_names(is_female: Flags, born: Days, chance: np.random.Generator) -> Names:
    """Given names for people of that sex and day of birth."""
    men = _given_pool("man")
    women = _given_pool("woman")
    with_ko = women[np.flatnonzero([kana.endswith("コ") for kana in women.kana])]
    drawn = _drawn(men, len(born), chance)
    for chosen, pool in (
        (is_female, women),
        (is_female & (born < _KO_WAS_USUAL_UNTIL), with_ko),
    ):
        replacing = _drawn(pool, int(chosen.sum()), chance)
        drawn.written[chosen], drawn.kana[chosen] = replacing.written, replacing.kana
    return drawn


def _drawn(pool: Names, count: int, chance: np.random.Generator) -> Names:
    return pool[chance.integers(0, len(pool.kana), count)]


@cache
def _family_pool() -> tuple[Names, NDArray[np.float64]]:
    _, _, families = load_dataset("org", include_last_names=True)
    weights = np.array([entry["count"] for entry in families.values()], dtype=float)
    kana = texts(_katakana(entry["reading"]) for entry in families.values())
    return Names(texts(families), kana), weights / weights.sum()


@cache
def _given_pool(sex: str) -> Names:
    men, women = load_dataset("opti")
    pairs = [
        (written, _katakana(reading))
        for reading, entry in (men if sex == "man" else women).items()
        for written in entry["kanji"][:_FORMS_OF_A_READING]
    ]
    return Names(texts(pair[0] for pair in pairs), texts(pair[1] for pair in pairs))


def _katakana(reading: str) -> str:
    return reading.translate(_HIRAGANA_TO_KATAKANA)
