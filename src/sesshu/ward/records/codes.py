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
    """記録元: where the record of a dose comes from (要件 B3, 標準仕様 V056, V057)."""

    PROVIDER = "provider", "契約医療機関の予診票"
    GROUP_SITE = "group_site", "集団接種の会場"
    MUTUAL = "mutual", "相互乗り入れの医療機関の予診票"
    REQUEST_LETTER = "request_letter", "依頼書による接種の報告"
    MUNICIPALITY = "municipality", "ほかの自治体からの提供"
    PERSON = "person", "本人・代理人が示した証明書類"
    NATIONAL_SYSTEM = "national_system", "国のシステム"
    ABROAD = "abroad", "海外での接種"

    @property
    def is_elsewhere(self) -> bool:
        """Whether the ward neither did nor asked for the dose: it reports and pays none of these."""
        return self in ELSEWHERE

    @property
    def mark(self) -> str:
        """The chip beside a dose of other origin; empty for what clinics of the ward sent."""
        return _MARKS.get(self, "")


class Evidence(Labelled):
    """What was shown of a dose given elsewhere (予防接種法第9条の3後段)."""

    HANDBOOK = "handbook", "母子健康手帳"
    CERTIFICATE = "certificate", "予防接種済証・接種証明書"
    PROVIDER_RECORD = "provider_record", "医療機関の記録"
    COMPLETION_REPORT = "completion_report", "実施報告書"
    MUNICIPAL_ANSWER = "municipal_answer", "ほかの自治体の回答"
    NATIONAL_RECORD = "national_record", "国のシステムの記録"
    FOREIGN_CERTIFICATE = "foreign_certificate", "海外の接種証明書"


class Language(Labelled):
    """The language of a certificate from abroad."""

    JAPANESE = "ja", "日本語"
    ENGLISH = "en", "英語"
    CHINESE = "zh", "中国語"
    KOREAN = "ko", "韓国語"
    TAGALOG = "tl", "タガログ語"
    VIETNAMESE = "vi", "ベトナム語"
    NEPALI = "ne", "ネパール語"
    INDONESIAN = "id", "インドネシア語"
    THAI = "th", "タイ語"
    SPANISH = "es", "スペイン語"
    PORTUGUESE = "pt", "ポルトガル語"
    FRENCH = "fr", "フランス語"
    GERMAN = "de", "ドイツ語"
    RUSSIAN = "ru", "ロシア語"
    OTHER = "other", "その他の言語"


ELSEWHERE = frozenset({Source.MUNICIPALITY, Source.PERSON, Source.NATIONAL_SYSTEM, Source.ABROAD})
_MARKS = {
    Source.REQUEST_LETTER: "依頼書",
    Source.MUNICIPALITY: "ほかの自治体",
    Source.PERSON: "証明書類",
    Source.NATIONAL_SYSTEM: "国のシステム",
    Source.ABROAD: "海外",
}
SHOWN = {
    Source.REQUEST_LETTER: (
        Evidence.COMPLETION_REPORT,
        Evidence.PROVIDER_RECORD,
        Evidence.HANDBOOK,
        Evidence.CERTIFICATE,
    ),
    Source.MUNICIPALITY: (Evidence.MUNICIPAL_ANSWER,),
    Source.PERSON: (Evidence.HANDBOOK, Evidence.CERTIFICATE, Evidence.PROVIDER_RECORD),
    Source.NATIONAL_SYSTEM: (Evidence.NATIONAL_RECORD,),
    Source.ABROAD: (Evidence.FOREIGN_CERTIFICATE, Evidence.HANDBOOK, Evidence.PROVIDER_RECORD),
}
"""What can be shown of a dose of each origin; of the others the screening form itself lies here."""


class Decision(Labelled):
    """What two people decide about a dose whose counting the law leaves open."""

    COUNTS = "counts", "回数に数える"
    DOES_NOT_COUNT = "does_not_count", "回数に数えない"


class Held(Labelled):
    """Which side holds where something is told of a dose otherwise than the record has it (S1.9)."""

    RECORD = "record", "同じ接種で、記録が正しい（新しく登録しない）"
    TOLD = "told", "同じ接種で、今回の内容が正しい（記録を訂正する）"
    BOTH = "both", "別の接種で、どちらも正しい"


class ToldBy(Labelled):
    """On what a dose was told of."""

    FORM = "form", "入力した予診票・書類"
    FILE = "file", "医療機関ファイル"


class FoundBy(Labelled):
    """By what a difference was settled."""

    PAPER = "paper", "予診票・証明書類を見て確かめた"
    PROVIDER = "provider", "医療機関に確かめた"
    PERSON = "person", "本人・保護者に確かめた"
    MUNICIPALITY = "municipality", "ほかの自治体に確かめた"


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
