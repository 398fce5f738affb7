"""Invented names of residents from abroad: letters as on the residence card, kanji, readings."""

import numpy as np

from sesshu.outside.registry.columns import Days, Texts, texts

# Family name and given names by language: letters, kanji (empty where there are none), kana.
_FAMILIES = {
    "zh": [
        ("WANG", "王", "ワン"),
        ("LI", "李", "リー"),
        ("ZHANG", "張", "ジャン"),
        ("CHEN", "陳", "チェン"),
    ],
    "ko": [
        ("KIM", "金", "キム"),
        ("PARK", "朴", "パク"),
        ("CHOI", "崔", "チェ"),
        ("JUNG", "鄭", "ジョン"),
    ],
    "vi": [("NGUYEN", "", "グエン"), ("TRAN", "", "チャン"), ("PHAM", "", "ファム")],
    "ne": [("GURUNG", "", "グルン"), ("SHRESTHA", "", "シュレスタ"), ("TAMANG", "", "タマン")],
    "tl": [("DELA CRUZ", "", "デラクルス"), ("SANTOS", "", "サントス"), ("REYES", "", "レイエス")],
    "en": [
        ("SMITH", "", "スミス"),
        ("O'CONNOR", "", "オコナー"),
        ("TAYLOR-JONES", "", "テイラージョーンズ"),
    ],
    "pt": [
        ("DE ALBUQUERQUE CAVALCANTI", "", "デ アルブケルケ カヴァルカンティ"),
        ("DA SILVA", "", "ダ シルヴァ"),
    ],
}
_GIVEN = {
    "zh": [
        ("WEI", "偉", "ウェイ"),
        ("XIAOMING", "小明", "シャオミン"),
        ("FANG", "芳", "ファン"),
        ("JING", "静", "ジン"),
    ],
    "ko": [
        ("MINJUN", "民俊", "ミンジュン"),
        ("SEOYEON", "瑞妍", "ソヨン"),
        ("JIHOON", "志勲", "ジフン"),
    ],
    "vi": [
        ("VAN ANH", "", "ヴァン アイン"),
        ("THI THU HA", "", "ティ トゥ ハ"),
        ("MINH DUC", "", "ミン ドゥック"),
    ],
    "ne": [("RAM BAHADUR", "", "ラム バハドゥル"), ("SITA", "", "シタ"), ("ANISH", "", "アニシュ")],
    "tl": [
        ("MARIA ISABEL", "", "マリア イサベル"),
        ("JOSE MARI", "", "ホセ マリ"),
        ("ANGELICA", "", "アンジェリカ"),
    ],
    "en": [
        ("ALEXANDER WILLIAM", "", "アレクサンダー ウィリアム"),
        ("EMMA", "", "エマ"),
        ("VIVIAN", "", "ヴィヴィアン"),
    ],
    "pt": [
        ("MARIA EDUARDA FERNANDA APARECIDA", "", "マリア エドゥアルダ フェルナンダ アパレシーダ"),
        ("JOAO PEDRO", "", "ジョアン ペドロ"),
    ],
}
_LANGUAGES = tuple(_FAMILIES)
_SHARES = (0.42, 0.20, 0.11, 0.08, 0.08, 0.08, 0.03)
RESIDENCE = ("永住者", "技術・人文知識・国際業務", "家族滞在", "留学", "定住者", "日本人の配偶者等")


class ForeignNames:
    """One name for each person; members of a household share language and family name."""

    alphabet: Texts
    kanji: Texts
    kana: Texts

    def __init__(self, households: Days, chance: np.random.Generator) -> None:
        distinct, household_of = np.unique(households, return_inverse=True)
        language = chance.choice(len(_LANGUAGES), len(distinct), p=_SHARES)
        family = chance.integers(0, 1 << 16, len(distinct))
        given = chance.integers(0, 1 << 16, len(households))
        names = [
            _name(_LANGUAGES[language[home]], int(family[home]), int(given[at]))
            for at, home in enumerate(household_of)
        ]
        self.alphabet, self.kanji, self.kana = (
            texts(name[form] for name in names) for form in range(3)
        )


def _name(language: str, family: int, given: int) -> tuple[str, str, str]:
    families, givens = _FAMILIES[language], _GIVEN[language]
    one, other = families[family % len(families)], givens[given % len(givens)]
    kanji = f"{one[1]} {other[1]}" if one[1] else ""
    return f"{one[0]} {other[0]}", kanji, f"{one[2]} {other[2]}"
