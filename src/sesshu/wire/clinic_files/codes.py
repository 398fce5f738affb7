"""Codes of the clinic file, each with the name it has in code and the word people read."""

from enum import StrEnum
from typing import NamedTuple


class Channel(StrEnum):
    """Who wrote the file: a clinic from its own records, or a typist from the paper of many clinics."""

    CLINIC = "clinic"
    PUNCHED = "punched"


class Word(NamedTuple):
    """What a code stands for."""

    name: str
    title: str


GIVEN, SCREENED_ONLY = "given", "screened_only"
CODES: dict[str, dict[str, Word]] = {
    "sex": {"1": Word("1", "男"), "2": Word("2", "女"), "9": Word("9", "不明")},
    "outcome": {"1": Word(GIVEN, "接種"), "2": Word(SCREENED_ONLY, "予診のみ")},
    "screening_reason": {
        "01": Word("fever", "明らかな発熱"),
        "02": Word("acute_illness", "重い急性の病気"),
        "03": Word("anaphylaxis", "成分による強いアレルギーの既往"),
        "04": Word("pregnant", "妊娠"),
        "05": Word("had_disease", "対象の病気の既往"),
        "06": Word("too_soon", "接種間隔の不足"),
        "07": Word("wrong_age", "対象年齢の外"),
        "08": Word("refused", "本人・保護者が希望しない"),
        "09": Word("other", "その他"),
    },
    "route": {
        "1": Word("SC", "皮下"),
        "2": Word("IM", "筋肉内"),
        "3": Word("ORAL", "経口"),
        "4": Word("PERCUTANEOUS", "経皮"),
        "5": Word("NASAL", "経鼻"),
    },
    "fee_class": {
        "1": Word("public", "全額公費"),
        "2": Word("copayment", "自己負担あり"),
        "3": Word("exempt", "自己負担の免除"),
    },
}
