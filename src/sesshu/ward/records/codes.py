"""Codes of a screening form (予診票) with the words of the office."""

from sesshu.foundation.duties import Labelled


class Outcome(Labelled):
    """実施結果: whether the person was vaccinated."""

    GIVEN = "given", "接種した"
    SCREENED_ONLY = "screened_only", "予診のみ（接種していない）"


class ScreeningReason(Labelled):
    """予診理由: why the doctor did not vaccinate (施行規則2条, 実施規則6条)."""

    FEVER = "fever", "明らかな発熱がある"
    ACUTE_ILLNESS = "acute_illness", "重い急性の病気にかかっている"
    ANAPHYLAXIS = "anaphylaxis", "成分による強いアレルギーを起こしたことがある"
    PREGNANT = "pregnant", "妊娠している"
    HAD_DISEASE = "had_disease", "対象の病気にかかったことがある"
    TOO_SOON = "too_soon", "接種間隔が足りない"
    WRONG_AGE = "wrong_age", "対象の年齢ではない"
    REFUSED = "refused", "本人・保護者が希望しない"
    OTHER = "other", "その他"


class Source(Labelled):
    """入力元: who told the ward about the dose (要件 B3)."""

    PROVIDER = "provider", "契約医療機関の予診票"
    GROUP_SITE = "group_site", "集団接種の会場"
    MUNICIPALITY = "municipality", "ほかの自治体からの提供"
    PERSON = "person", "本人・代理人の届出"


class Decision(Labelled):
    """What two people decide about a dose whose counting the law leaves open."""

    COUNTS = "counts", "回数に数える"
    DOES_NOT_COUNT = "does_not_count", "回数に数えない"


class Act(Labelled):
    """What a row does to the record."""

    ENTRY = "entry", "新しい接種"
    CORRECTION = "correction", "訂正"
    CANCELLATION = "cancellation", "取消し"

    @property
    def kind(self) -> str:
        """The kind of proposal that asks for it."""
        return f"ward.dose_{self.value}"


KINDS = tuple(act.kind for act in Act)


def act_of(kind: str) -> Act:
    """The act that a kind of proposal asks for."""
    return Act(kind.removeprefix("ward.dose_"))
