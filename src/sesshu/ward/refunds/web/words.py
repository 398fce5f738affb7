"""Refunds in the words of a page."""

from typing import Any, NamedTuple

from sesshu.schedule.types import Rulebook
from sesshu.ui.dates import in_both_calendars
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.letters.web.words import number_in_words
from sesshu.ward.payments.account import Account
from sesshu.ward.payments.models import FailedTransfer
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.records.web.words import series_name
from sesshu.ward.refunds.cases import Considered
from sesshu.ward.refunds.models import RefundApplication

CANCELLED = "記録が取り消されています"
NO_PRICE = "契約単価か自己負担の額が登録されていません（費用担当に登録を依頼してください）"
ERASED = "表示できません（決定の後は、支払一覧だけで使います）"


class Item(NamedTuple):
    """A line of a list."""

    label: str
    text: str


def dose_in_words(dose: RecordedDose | None, rulebook: Rulebook) -> str:
    """麻しん風しん 第1期　1回目　令和8年4月10日."""
    if dose is None:
        return CANCELLED
    number = f"　{dose.dose_number}回目" if dose.dose_number else ""
    day = in_both_calendars(dose.entry.given_on)
    return f"{series_name(dose.entry.series, rulebook)}{number}　{day}"


def items_of(case: Considered, rulebook: Rulebook) -> list[Item]:
    """An application as its paper says it, with the time limit."""
    said = case.application
    until = in_both_calendars(case.apply_until) if case.apply_until else "定めがありません"
    return [
        Item("接種", dose_in_words(case.dose, rulebook)),
        Item("申請者", f"{said.applicant_name}（{Applicant(said.applicant).label}）"),
        Item("申請日", f"{in_both_calendars(said.received_on)}（期限 {until}）"),
        Item("支払日", in_both_calendars(said.paid_on)),
        Item("請求額", in_yen(said.claimed_yen)),
        *_most(case),
        Item("自己負担の免除", "あり（書類で確かめた）" if said.fee_exempt else "なし"),
        Item("受付", _taken_in(said)),
    ]


def items_of_account(account: Account | None) -> list[Item]:
    """The account to compare with the paper."""
    if account is None:
        return [Item("振込先", ERASED)]
    return [
        Item("金融機関・支店コード", f"{account.bank_code}-{account.branch_code}"),
        Item("預金種目・口座番号", f"{account.kind.label}　{account.number}"),
        Item("口座名義カナ", account.holder_kana),
    ]


def in_yen(amount: int) -> str:
    """8,500円."""
    return f"{amount:,}円"


def _most(case: Considered) -> list[Item]:
    if case.dose is None:
        return []
    most = in_yen(case.proposed.most_yen) if case.proposed else NO_PRICE
    return [Item("上限額", most)]


def _taken_in(said: RefundApplication) -> str:
    return said.recorded_by_name


def failed_in_words(failed: FailedTransfer) -> dict[str, Any]:
    """A refund that a bank could not pay, by the number of its decision."""
    decision = failed.decision
    if decision is None:
        return {}
    return {
        "what": number_in_words(decision.fiscal_year, decision.number),
        "yen": decision.amount_yen,
        "result": failed.row.result,
        "application": decision.application_id,
    }
