"""What may be wrong with a row: the situations of the checks, in the words a clerk reads (V070–V085)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from sesshu.ward.intake.codes import Level, RowState
from sesshu.ward.intake.models import IntakeCheck
from sesshu.wire.clinic_files.codes import Channel


@dataclass(frozen=True, slots=True)
class Situation:
    """One thing that may be wrong: the column to look at, why, and what to do about it."""

    column: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A situation met in a row; `reason` may say more than the situation does."""

    situation: str
    column: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a situation weighs in files of a channel on a day."""

    check_id: str
    level: Level
    may_override: bool


Weights = Mapping[str, Weight]
_ORDER = {level.value: place for place, level in enumerate(Level)}

_PAPER = "予診票と見比べて直してください。"
_CLINIC = "医療機関に確かめ、実際にこのとおりなら理由を付けて通してください。"
SITUATIONS: Mapping[str, Situation] = {
    "unreadable": Situation("行全体", "読めない項目があります。", _PAPER),
    "unknown_person": Situation(
        "氏名",
        "この内容の住民が見つかりません。",
        "4項目を予診票と見比べて直すか、住民を検索して宛名番号を入れてください。",
    ),
    "uncertain_person": Situation(
        "氏名",
        "だれの予診票か、券番号または4項目だけでは決まりません。",
        "住民を検索し、予診票と見比べて宛名番号を入れてください。",
    ),
    "not_resident": Situation("接種日", "接種日には、この区の住民ではありません。", _CLINIC),
    "moved_out": Situation("接種日", "接種日には、もう転出しています。", _CLINIC),
    "dead": Situation("接種日", "接種日より前に亡くなった方です。", _PAPER),
    "no_such_day": Situation("接種日", "暦にない日です。", _PAPER),
    "before_birth": Situation("接種日", "生年月日より前の日です。", _PAPER),
    "in_future": Situation("接種日", "取り込んだ日より後の日です。", _PAPER),
    "other_month": Situation("接種日", "ファイルの月の接種ではありません。", _PAPER),
    "before_contract": Situation("接種日", "医療機関の契約が始まる前の日です。", _CLINIC),
    "closed_day": Situation("接種日", "医療機関の休診日です。", _PAPER),
    "outside_age": Situation("接種日", "法令の対象年齢ではありません。", _CLINIC),
    "excluded": Situation("接種名称", "接種の対象から除かれる方です。", _CLINIC),
    "outside_law": Situation("接種名称", "接種日に、この接種を定める法令がありません。", _CLINIC),
    "outside_standard": Situation("接種日", "標準的な接種期間の外です。", "このまま登録できます。"),
    "other_dose_number": Situation("回数", "記録から数えた回数と違います。", _PAPER),
    "unnecessary": Situation("回数", "必要な回数を終えています。", _CLINIC),
    "wrong_order": Situation("回数", "先に受ける接種が記録にありません。", _CLINIC),
    "undecided": Situation("回数", "回数に数えるか、決まっていません。", _CLINIC),
    "too_soon": Situation("接種日", "前の接種からの間隔が足りません。", _CLINIC),
    "too_late": Situation("接種日", "決められた間隔を過ぎています。", _CLINIC),
    "too_soon_after_other": Situation("接種日", "ほかのワクチンからの間隔が足りません。", _CLINIC),
    "same_day": Situation(
        "接種日", "同じ日の同じ接種が、ほかの行か記録にあります。", "二重の行を取り下げてください。"
    ),
    "few_days_apart": Situation(
        "接種日", "数日しか違わない同じ接種が、ほかの行か記録にあります。", _PAPER
    ),
    "number_twice": Situation("券番号", "同じ券番号が、ほかの行か記録で使われています。", _PAPER),
    "differs_from_record": Situation(
        "接種日",
        "同じ券番号の接種が、違う内容で記録されています。",
        "どちらが正しいか予診票で決め、この行を取り下げるか、記録を訂正してください。",
    ),
    "wrong_product": Situation("ワクチンの種類", "この接種に使えないワクチンです。", _CLINIC),
    "product_switched": Situation("ワクチンの種類", "前の接種と種類が違います。", _CLINIC),
    "lot_missing": Situation("Lot番号", "記載がありません。", _PAPER),
    "lot_unknown": Situation(
        "Lot番号",
        "登録されていないLot番号です。",
        "予診票と見比べてください。このまま登録できます。",
    ),
    "lot_expiry_differs": Situation("有効期限", "登録されている有効期限と違います。", _PAPER),
    "lot_expired": Situation("有効期限", "接種日に有効期限を過ぎています。", _CLINIC),
    "lot_stopped": Situation("Lot番号", "使用停止のLotです。", _CLINIC),
    "wrong_volume": Situation("接種量", "年齢に合う接種量ではありません。", _CLINIC),
    "wrong_route": Situation("接種方法", "このワクチンの接種方法ではありません。", _CLINIC),
    "no_contract": Situation("医療機関コード", "接種日に契約のない医療機関です。", _CLINIC),
    "kind_not_offered": Situation("接種名称", "この医療機関の契約にない接種です。", _CLINIC),
    "number_misread": Situation("券番号", "検査数字が合いません。区の券なら読み違いです。", _PAPER),
    "number_unknown": Situation(
        "券番号",
        "区が発行した番号ではありません。",
        "ほかの自治体の券なら、理由を付けて通してください。",
    ),
    "number_of_other_series": Situation("券番号", "ほかの接種の券番号です。", _PAPER),
    "number_void": Situation("券番号", "再発行などで無効になった券番号です。", _PAPER),
    "number_of_other": Situation("券番号", "ほかの方に発行した券番号です。", _PAPER),
    "no_consent": Situation("同意の署名", "保護者または本人の同意の署名がありません。", _CLINIC),
    "no_signature": Situation("医師の署名", "医師の署名がありません。", _CLINIC),
    "other_fee_class": Situation("費用区分", "接種の種類に合わない費用区分です。", _PAPER),
    "wrong_sex": Situation("性別", "この接種の対象の性別ではありません。", _PAPER),
    "no_pregnancy": Situation("分娩予定日", "妊婦の接種なのに記載がありません。", _PAPER),
    "outside_weeks": Situation("分娩予定日", "接種できる妊娠週数ではありません。", _CLINIC),
}

# Reasons of the rulebook (schedule.sweep.codes) as the checks of the standard name them.
OF_THE_LAW: Mapping[str, str] = {
    "before_birth": "before_birth",
    "in_future": "in_future",
    "after_death": "dead",
    "wrong_product": "wrong_product",
    "other_kind_begun": "product_switched",
    "wrong_volume": "wrong_volume",
    "wrong_route": "wrong_route",
    "excluded": "excluded",
    "had_disease": "excluded",
    "no_law_yet": "outside_law",
    "no_law_any_more": "outside_law",
    "expired": "lot_expired",
    "too_soon_after_other": "too_soon_after_other",
    "not_covered": "outside_law",
    "wrong_sex": "wrong_sex",
    "no_pregnancy": "no_pregnancy",
    "outside_cohort": "outside_age",
    "unnecessary": "unnecessary",
    "not_begun_in_time": "outside_age",
    "needs_fact": "excluded",
    "product_switched": "product_switched",
    "not_for_this_person": "wrong_product",
    "stage_first": "wrong_order",
    "too_late": "too_late",
    "too_old": "outside_age",
    "too_young": "outside_age",
    "too_soon": "too_soon",
    "undecided": "undecided",
}
IN_PREGNANCY: Mapping[str, str] = {"too_old": "outside_weeks", "too_young": "outside_weeks"}


def found(situation: str, said: str = "") -> Finding:
    """A situation as a finding; `said` replaces its reason."""
    row = SITUATIONS[situation]
    return Finding(situation, row.column, said or row.reason, row.remedy)


def weights_on(day: date, channel: Channel, using: str = DEFAULT_DB_ALIAS) -> dict[str, Weight]:
    """The weight of every situation in files of a channel on a day."""
    rows = IntakeCheck.objects.using(using).filter(
        Q(valid_until=None) | Q(valid_until__gte=day), channel=channel, valid_from__lte=day
    )
    return {row.situation: Weight(row.check_id, Level(row.level), row.may_override) for row in rows}


def weighed(findings: Iterable[Finding], weights: Weights) -> list[dict[str, str | bool]]:
    """Findings with check and level, the heaviest first; what is switched off is left out."""
    weighty: list[dict[str, str | bool]] = [
        {
            "check": weight.check_id,
            "situation": each.situation,
            "level": weight.level.value,
            "may_override": weight.may_override,
            "column": each.column,
            "reason": each.reason,
            "remedy": each.remedy,
        }
        for each in findings
        if (weight := weights.get(each.situation)) and weight.level is not Level.OFF
    ]
    return sorted(weighty, key=lambda row: _ORDER[str(row["level"])])


def state_of(weighty: Iterable[Mapping[str, str | bool]], *, stated: bool) -> RowState:
    """Where a row with these findings stands; `stated`: somebody gave a reason to let it pass."""
    blocking = [
        row
        for row in weighty
        if row["level"] in (Level.ERROR, Level.HOLD) and not (stated and row["may_override"])
    ]
    if any(row["level"] == Level.ERROR for row in blocking):
        return RowState.FAULTY
    return RowState.HELD if blocking else RowState.READY
