"""Codes of reports of adverse reactions with the words of the office."""

from sesshu.foundation.duties import Labelled

KIND = "ward.reaction_report"
PURPOSE = "副反応疑い報告の管理"
OTHER = "other"


class ToldBy(Labelled):
    """How a report reached the ward."""

    WITH_FORMS = "with_forms", "医療機関から予診票と一緒に"
    PROVIDER = "provider", "医療機関から個別に"
    PREFECTURE = "prefecture", "都道府県・PMDAからの写し"
    PERSON = "person", "本人・保護者から"


class Severity(Labelled):
    """How grave it was, as the report says (施行規則第5条の報告事項)."""

    DEATH = "death", "死亡"
    DISABILITY = "disability", "障害・後遺症につながるおそれ"
    HOSPITAL = "hospital", "入院"
    OTHER_GRAVE = "other_grave", "上に準じて重い"
    NOT_GRAVE = "not_grave", "重くない"


class CourseTaken(Labelled):
    """転帰: what became of it by the day of the report."""

    RECOVERED = "recovered", "回復"
    BETTER = "better", "軽快"
    NOT_RECOVERED = "not_recovered", "未回復"
    SEQUELAE = "sequelae", "後遺症"
    DIED = "died", "死亡"
    UNKNOWN = "unknown", "不明"


class HandedTo(Labelled):
    """To whom the ward hands a report on."""

    PREFECTURE = "prefecture", "都道府県"
    PMDA = "pmda", "PMDA"
