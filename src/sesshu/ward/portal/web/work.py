"""What waits for a person, by their rights: one task per kind of work, in the order of the menu."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from sesshu.foundation import second_person
from sesshu.foundation.accounts.administration import Kind as AccountKind
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media import queries as media
from sesshu.foundation.runs import State
from sesshu.foundation.runs import queries as runs
from sesshu.ward.circumstances.codes import KIND as CIRCUMSTANCE_KIND
from sesshu.ward.clinics.operations import KINDS as MASTER_KINDS
from sesshu.ward.federation.codes import KIND as FEDERATION
from sesshu.ward.fees.budgets import KIND as BUDGETS
from sesshu.ward.fees.codes import PRICES, SETTLEMENT
from sesshu.ward.intake import guarded_rows
from sesshu.ward.intake.codes import CHECKS_KIND, FILE_KIND
from sesshu.ward.letters.completion_reports import KIND as REPORT_KIND
from sesshu.ward.letters.request_letters import KIND as LETTER_KIND
from sesshu.ward.matching import operations as merging
from sesshu.ward.mishaps.operations import KIND as MISHAP_KIND
from sesshu.ward.payments.payees import KIND as PAYEES
from sesshu.ward.payments.returned import failed_clinics, failed_refunds
from sesshu.ward.reactions import queries as reactions
from sesshu.ward.reactions.codes import KIND as REACTION_KIND
from sesshu.ward.recall import rounds
from sesshu.ward.records import checking
from sesshu.ward.refunds import queries as refunds
from sesshu.ward.refunds.account_changes import KIND as REFUND_ACCOUNT
from sesshu.ward.refunds.operations import KIND as REFUND_KIND
from sesshu.ward.reports.operations import SIGNATURE
from sesshu.ward.residents import guarded, protection
from sesshu.ward.residents.sides import GUARDED as SHELTERED
from sesshu.ward.rulebooks.overlay_decisions import KIND as OVERLAY_KIND
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import issue_runs
from sesshu.ward.vouchers.queries import issue_run
from sesshu.ward.vouchers.web.words import may_see

RECENT_RUNS = 100
ACCOUNT_KINDS = tuple(str(kind) for kind in AccountKind)


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of work as a person finds it: how many, and what to know about them."""

    label: str
    url_name: str
    count: int
    said: str


def waiting_for(account: SignedIn, at: datetime) -> list[Task]:
    """The tasks of this person at this instant."""
    tasks = (find(account, at) for permission, find in FINDERS if account.may(permission))
    return [task for task in tasks if task is not None]


def _sent_back(account: SignedIn, at: datetime) -> Task:
    waiting = checking.waiting_for(account.actor)
    said = "理由を読んで、入力し直してください。" if waiting.sent_back else "差し戻しはありません。"
    if waiting.own:
        said += f"ほかに、あなたの入力{waiting.own}件が確認を待っています。"
    return Task("差し戻された入力", "dose-sent-back", waiting.sent_back, said)


def _checks(account: SignedIn, at: datetime) -> Task:
    waiting = checking.waiting_for(account.actor)
    return Task(
        "接種の入力の確認", "checks", waiting.to_check, _said(waiting.to_check, waiting.own, "入力")
    )


def _runs(account: SignedIn, at: datetime) -> Task:
    states = Counter(run.state for run in runs.recent(RECENT_RUNS))
    failed, open_runs = states[State.FAILED], states[State.RUNNING] + states[State.WAITING]
    said = "理由を読んで、再開するか中止してください。" if failed else "止まったものはありません。"
    return Task("止まった一括処理", "runs", failed, f"{said}実行中・準備中は{open_runs}件です。")


def _take_outs(account: SignedIn, at: datetime) -> Task:
    count = len(media.waiting(at))
    return Task("持ち出しの承認", "take-outs", count, _said(count, 0, "申請"))


def _overdue(account: SignedIn, at: datetime) -> Task | None:
    """Said only when there is any: most people never take a file out."""
    count = len(media.overdue(localtime(at).date(), at))
    said = "消去して、記録してください。"
    return Task("消去の期限を過ぎた持ち出し", "take-outs", count, said) if count else None


def _guarded_rows(account: SignedIn, at: datetime) -> Task:
    count = guarded_rows.count_waiting()
    said = "内容を確かめて、入力に回してください。" if count else "処理を待つ行はありません。"
    return Task("担当課対応の行", "guarded-rows", count, said)


def _guarded_refunds(account: SignedIn, at: datetime) -> Task | None:
    """Said only when there is any, as for all that is seldom."""
    count = refunds.count_to_hand_on_or_pay(SHELTERED)
    said = "決裁に回すか、支払ってください。"
    return Task("担当課の償還払いの処理", "guarded-refunds", count, said) if count else None


def _protections(account: SignedIn, at: datetime) -> Task | None:
    """Periods that end soon: nobody forgets to ask whether somebody is still in danger (D9)."""
    count = len(protection.to_confirm(localtime(at).date()))
    said = "続けるかどうかを本人に確かめてください。"
    return Task("期間を確かめる支援措置", "protections", count, said) if count else None


def _reactions(account: SignedIn, at: datetime) -> Task | None:
    """Reports that have gone nowhere yet: the ward hands them on at once (B11)."""
    count = reactions.count_to_hand_on()
    said = "都道府県などへ送り、送った日を記録してください。"
    return Task("送っていない副反応疑い報告", "reactions", count, said) if count else None


def _failed_clinics(account: SignedIn, at: datetime) -> Task | None:
    """Said only when there is any: clinics whose account has to be put right before they are paid."""
    count = len(failed_clinics())
    said = "振込先を直してください。"
    return Task("振込不能の医療機関", "clinic-payments", count, said) if count else None


def _failed_refunds(account: SignedIn, at: datetime) -> Task | None:
    """The same of refunds."""
    count = len(failed_refunds())
    said = "振込先を直してください。"
    return Task("振込不能の償還払い", "refund-payments", count, said) if count else None


def _issue_fixes(account: SignedIn, at: datetime) -> Task | None:
    """Lists to fix, but for those that tell of pregnancies to who may not know of them (ADR 78)."""
    waiting = issue_runs.waiting_fixes()
    runs_of = {each.pk: issue_run(each.payload["issue_run"]) for each in waiting}
    seen = [
        each
        for each in waiting
        if (of := runs_of[each.pk]) and may_see(account, of[0].series, rulebook_here())
    ]
    own = sum(each.proposed_by == account.id for each in seen)
    count = len(seen) - own
    said = _said(count, own, "申請")
    return Task("一斉発行の確定", "issue-runs", count, said) if count else None


def _said(count: int, own: int, what: str) -> str:
    said = "あなたの確認を待っています。" if count else "確認を待つものはありません。"
    return said + (f"あなたの{what}{own}件は、ほかの職員が確認します。" if own else "")


@dataclass(frozen=True, slots=True)
class Queue:
    """What second persons decide on one page; said even when it is empty, unless it is seldom used."""

    label: str
    url_name: str
    kinds: Collection[str]
    what: str = "申請"
    seldom: bool = False

    def find(self, account: SignedIn, at: datetime) -> Task | None:
        """How many wait for this person; their own are for somebody else."""
        own = second_person.count_waiting(at, self.kinds, made_by=account.id)
        count = second_person.count_waiting(at, self.kinds) - own
        if self.seldom and not count:
            return None
        return Task(self.label, self.url_name, count, _said(count, own, self.what))


CLINIC_FILES = Queue("医療機関ファイルの承認", "intake-approvals", [FILE_KIND], "ファイル")
MASTERS = Queue("医療機関・Lotの承認", "masters", MASTER_KINDS)
CHECK_LEVELS = Queue("取込みのチェックの承認", "intake-checks", [CHECKS_KIND], seldom=True)
MISHAPS = Queue("間違い接種の決定", "mishap-approvals", [MISHAP_KIND], seldom=True)
CIRCUMSTANCES = Queue(
    "接種に関わる事情の確認", "circumstance-checks", [CIRCUMSTANCE_KIND], seldom=True
)
REACTIONS = Queue("副反応疑い報告の確認", "reaction-checks", [REACTION_KIND], seldom=True)
LETTERS = Queue(
    "依頼書・実施報告書の確認", "letter-checks", [LETTER_KIND, REPORT_KIND], seldom=True
)
MERGES = Queue("名寄せの確認", "merge-checks", merging.KINDS)
RECALL_FIXES = Queue("勧奨の確定", "recalls", [rounds.FIX], seldom=True)
GUARDED = Queue("支援措置の閲覧の承認", "guarded-requests", [guarded.KIND])
PROTECTION_ENDS = Queue("支援措置の終了の承認", "protections", [protection.END_KIND], seldom=True)
OVERLAYS = Queue("区の定めの承認", "rulebook-overlays", [OVERLAY_KIND], seldom=True)
SIGNATURES = Queue("報告の決裁", "statistics", [SIGNATURE], "報告", seldom=True)
GUARDED_LETTERS = Queue(
    "担当課の依頼書の確認", "guarded-letters", [SHELTERED.kind(LETTER_KIND)], seldom=True
)
GUARDED_REFUNDS = Queue(
    "担当課の償還払いの決裁",
    "guarded-refunds",
    [SHELTERED.kind(REFUND_KIND), SHELTERED.kind(REFUND_ACCOUNT)],
    seldom=True,
)
REFUNDS = Queue("償還払いの決裁", "refund-checks", [REFUND_KIND, REFUND_ACCOUNT], seldom=True)
FEES = Queue(
    "委託料・単価の確認",
    "fee-approvals",
    [SETTLEMENT, FEDERATION, PRICES, PAYEES, BUDGETS],
    seldom=True,
)
ACCOUNTS = Queue("利用者の申請の確認", "account-proposals", ACCOUNT_KINDS)
FINDERS: tuple[tuple[Permission, Callable[[SignedIn, datetime], Task | None]], ...] = (
    (Permission.DOSE_ENTER, _sent_back),
    (Permission.DOSE_CHECK, _checks),
    (Permission.INTAKE_CHECK, CLINIC_FILES.find),
    (Permission.MASTER_APPROVE, MASTERS.find),
    (Permission.MASTER_APPROVE, CHECK_LEVELS.find),
    (Permission.DOSE_CHECK, MISHAPS.find),
    (Permission.CIRCUMSTANCE_CHECK, CIRCUMSTANCES.find),
    (Permission.REACTION_CHECK, REACTIONS.find),
    (Permission.REACTION_RECORD, _reactions),
    (Permission.LETTER_APPROVE, LETTERS.find),
    (Permission.MERGE_CHECK, MERGES.find),
    (Permission.FEE_APPROVE, FEES.find),
    (Permission.FEE_SETTLE, _failed_clinics),
    (Permission.REFUND_PAY, _failed_refunds),
    (Permission.REFUND_APPROVE, REFUNDS.find),
    (Permission.ISSUE_FIX, _issue_fixes),
    (Permission.RECALL_FIX, RECALL_FIXES.find),
    (Permission.GUARDED_APPROVE, GUARDED.find),
    (Permission.GUARDED_ENTER, _guarded_rows),
    (Permission.GUARDED_LETTER, GUARDED_LETTERS.find),
    (Permission.GUARDED_REFUND, GUARDED_REFUNDS.find),
    (Permission.GUARDED_REFUND, _guarded_refunds),
    (Permission.PROTECTION_END, PROTECTION_ENDS.find),
    (Permission.PROTECTION_KEEP, _protections),
    (Permission.RUN_VIEW, _runs),
    (Permission.RUN_START, OVERLAYS.find),
    (Permission.REPORT_SIGN, SIGNATURES.find),
    (Permission.ACCOUNT_APPROVE, ACCOUNTS.find),
    (Permission.FILE_TAKE_OUT_APPROVE, _take_outs),
    (Permission.MEDIA_RECORD, _overdue),
)
