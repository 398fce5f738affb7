"""What waits for a person, by their rights: one task per kind of work, in the order of the menu."""

from collections import Counter
from collections.abc import Callable
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
from sesshu.ward.clinics.operations import KINDS as MASTER_KINDS
from sesshu.ward.intake.codes import FILE_KIND
from sesshu.ward.matching import operations as merging
from sesshu.ward.records import checking
from sesshu.ward.residents import guarded
from sesshu.ward.rulebooks.overlay_decisions import KIND as OVERLAY_KIND

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
    tasks = (find(account, at) for permission, find in FINDERS.items() if account.may(permission))
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


def _accounts(account: SignedIn, at: datetime) -> Task:
    own = second_person.count_waiting(at, ACCOUNT_KINDS, made_by=account.id)
    count = second_person.count_waiting(at, ACCOUNT_KINDS) - own
    return Task("利用者の申請の確認", "account-proposals", count, _said(count, own, "申請"))


def _guarded(account: SignedIn, at: datetime) -> Task:
    own = second_person.count_waiting(at, [guarded.KIND], made_by=account.id)
    count = second_person.count_waiting(at, [guarded.KIND]) - own
    return Task("支援措置の閲覧の承認", "guarded-requests", count, _said(count, own, "申請"))


def _clinic_files(account: SignedIn, at: datetime) -> Task:
    own = second_person.count_waiting(at, [FILE_KIND], made_by=account.id)
    count = second_person.count_waiting(at, [FILE_KIND]) - own
    return Task("医療機関ファイルの承認", "intake-approvals", count, _said(count, own, "ファイル"))


def _masters(account: SignedIn, at: datetime) -> Task:
    own = second_person.count_waiting(at, MASTER_KINDS, made_by=account.id)
    count = second_person.count_waiting(at, MASTER_KINDS) - own
    return Task("医療機関・Lotの承認", "masters", count, _said(count, own, "申請"))


def _merges(account: SignedIn, at: datetime) -> Task:
    own = second_person.count_waiting(at, merging.KINDS, made_by=account.id)
    count = second_person.count_waiting(at, merging.KINDS) - own
    return Task("名寄せの確認", "merge-checks", count, _said(count, own, "申請"))


def _runs(account: SignedIn, at: datetime) -> Task:
    states = Counter(run.state for run in runs.recent(RECENT_RUNS))
    failed, open_runs = states[State.FAILED], states[State.RUNNING] + states[State.WAITING]
    said = "理由を読んで、再開するか中止してください。" if failed else "止まったものはありません。"
    return Task("止まった一括処理", "runs", failed, f"{said}実行中・準備中は{open_runs}件です。")


def _overlays(account: SignedIn, at: datetime) -> Task | None:
    """Said only when there is any: decisions of the municipality change a few times a year."""
    own = second_person.count_waiting(at, [OVERLAY_KIND], made_by=account.id)
    count = second_person.count_waiting(at, [OVERLAY_KIND]) - own
    said = _said(count, own, "申請")
    return Task("区の定めの承認", "rulebook-overlays", count, said) if count else None


def _take_outs(account: SignedIn, at: datetime) -> Task:
    count = len(media.waiting(at))
    return Task("持ち出しの承認", "take-outs", count, _said(count, 0, "申請"))


def _overdue(account: SignedIn, at: datetime) -> Task | None:
    """Said only when there is any: most people never take a file out."""
    count = len(media.overdue(localtime(at).date(), at))
    said = "消去して、記録してください。"
    return Task("消去の期限を過ぎた持ち出し", "take-outs", count, said) if count else None


def _said(count: int, own: int, what: str) -> str:
    said = "あなたの確認を待っています。" if count else "確認を待つものはありません。"
    return said + (f"あなたの{what}{own}件は、ほかの職員が確認します。" if own else "")


FINDERS: dict[Permission, Callable[[SignedIn, datetime], Task | None]] = {
    Permission.DOSE_ENTER: _sent_back,
    Permission.DOSE_CHECK: _checks,
    Permission.INTAKE_CHECK: _clinic_files,
    Permission.MASTER_APPROVE: _masters,
    Permission.MERGE_CHECK: _merges,
    Permission.GUARDED_APPROVE: _guarded,
    Permission.RUN_VIEW: _runs,
    Permission.RUN_START: _overlays,
    Permission.ACCOUNT_APPROVE: _accounts,
    Permission.FILE_TAKE_OUT_APPROVE: _take_outs,
    Permission.MEDIA_RECORD: _overdue,
}
