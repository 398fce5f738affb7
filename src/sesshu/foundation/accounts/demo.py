"""People of a demo, named after what they do, with a password anybody may know. Nowhere else (R1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sesshu.foundation.accounts import (
    administration,
    enrolment,
    factors,
    founding,
    sessions,
    sign_in,
    slips,
    totp,
)
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Ending, TotpSecret
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person.operations import approve

PASSWORD = "Sesshu-demo: mina de mamoru"  # noqa: S105  # printed by `make demo`, good in demos only
TERMINAL = "127.0.0.1"
REASON = "デモのため"


class NotADemo(Exception):
    """This municipality was not created as a demo, so nobody's second factor is told."""


class NobodyOfThatName(Exception):
    """No account in service has this sign-in name, or it holds no authenticator app."""


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody a demo needs."""

    person: NewPerson
    duties: tuple[Duty, ...]


def _role(number: int, login_id: str, name: str, department: Department, *duties: Duty) -> Role:
    return Role(NewPerson(f"9000{number:04}", login_id, name, department), duties)


ADMINISTRATORS = (
    _role(1, "admin-a", "利用者管理担当A", Department.INFECTION, Duty.ACCOUNTS),
    _role(2, "admin-b", "利用者管理担当B", Department.COMMUNITY_HEALTH, Duty.ACCOUNTS),
)
OTHERS = (
    _role(3, "admin-c", "利用者管理担当C", Department.RESIDENT_VACCINATION, Duty.ACCOUNTS),
    _role(11, "clerk-a", "入力担当A", Department.INFECTION, Duty.ENTRY),
    _role(12, "clerk-b", "確認担当B", Department.INFECTION, Duty.CHECK),
    _role(13, "clerk-c", "入力・確認担当C", Department.HEALTH_PROMOTION, Duty.ENTRY, Duty.CHECK),
    _role(14, "guarded-d", "支援措置担当D", Department.COMMUNITY_HEALTH, Duty.GUARDED),
    _role(15, "runs-e", "一括処理担当E", Department.RESIDENT_VACCINATION, Duty.RUNS),
    _role(20, "fees-j", "費用担当J", Department.INFECTION, Duty.FEES),
    _role(21, "maternal-k", "母子保健担当K", Department.COMMUNITY_HEALTH, Duty.MATERNAL),
    _role(
        22, "runs-l", "母子・一括処理担当L", Department.COMMUNITY_HEALTH, Duty.RUNS, Duty.MATERNAL
    ),
    _role(23, "check-m", "母子・確認担当M", Department.COMMUNITY_HEALTH, Duty.CHECK, Duty.MATERNAL),
    _role(18, "reports-h", "報告担当H", Department.INFECTION, Duty.REPORTS),
    _role(19, "head-i", "課長I", Department.INFECTION, Duty.SECTION_HEAD),
    _role(16, "auditor-f", "監査担当F", Department.INFECTION, Duty.AUDIT),
    _role(17, "security-g", "情報セキュリティ管理者G", Department.INFECTION, Duty.SECURITY),
)
ROLES = ADMINISTRATORS + OTHERS


def demo_accounts(at: datetime) -> Sequence[Role]:
    """Make everybody of `ROLES` through the real operations, unless they are there. Raises NotADemo."""
    _refuse_outside_demo()
    system = Actor.system("demo.accounts")
    printed = founding.first_slips(system, at, [role.person for role in ADMINISTRATORS])
    for slip in printed:
        _enroll(slip, at)
    proposer, approver = (_actor(role.person.login_id) for role in ADMINISTRATORS)
    for role in OTHERS:
        if sign_in.account_named(role.person.login_id) is None:
            _issue(role, proposer, approver, at)
    return ROLES


def current_code(login_id: str, at: datetime) -> str:
    """The code this person's app shows now. Raises NotADemo and NobodyOfThatName."""
    _refuse_outside_demo()
    account = sign_in.account_named(login_id)
    apps = TotpSecret.objects.filter(
        account=account, retired_at=None, confirmed_at__isnull=False
    ).order_by("pk")
    app = apps.first()
    if account is None or app is None:
        raise NobodyOfThatName(f"{login_id} という利用者IDの認証アプリはありません。")
    return totp.code_at(factors.secret_of(app), at)


def _refuse_outside_demo() -> None:
    if not founding.is_demo():
        raise NotADemo("この自治体はデモとして作られていません。")


def _issue(role: Role, proposer: Actor, approver: Actor, at: datetime) -> None:
    proposal = administration.propose_issue(proposer, role.person, role.duties, REASON, at)
    approve(approver, proposal.pk, proposal.sha256, purpose=administration.PURPOSE)
    account = Account.objects.get(login_id=role.person.login_id, revoked_at=None)
    _enroll(slips.print_slip(approver, account.pk, at), at)


def _enroll(slip: slips.Slip, at: datetime) -> None:
    """As the owner of the slip would; with the code before the present one, which stays usable."""
    opened = enrolment.begin(slip.login_id, slip.code, at, TERMINAL)
    enrolment.set_password(opened.session, PASSWORD, at, TERMINAL)
    offer = factors.offer_totp(opened.session.account, "デモ用の認証アプリ", at)
    code = totp.code_at(factors.secret_of(offer), at - totp.STEP)
    full = enrolment.finish_with_totp(opened.session, code, at, TERMINAL)
    sessions.end(full.session.pk, at, Ending.SIGNED_OUT)


def _actor(login_id: str) -> Actor:
    account = Account.objects.get(login_id=login_id, revoked_at=None)
    return Actor(account.pk, account.display_name, TERMINAL)
