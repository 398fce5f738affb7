"""One-time enrolment slips: opened by two people, printed as a code, void after seven days (ADR 0022)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS

from sesshu.foundation import ledger
from sesshu.foundation.accounts import sessions, slip_code
from sesshu.foundation.accounts.models import Ending, EnrolmentSlip
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person.queries import proposal_of

PURPOSE = "利用者の登録"
VALID_FOR = timedelta(days=7)


class NoOpenSlip(Exception):
    """The account has no slip to print: it is enrolled or revoked, or the slip was made void."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed. The code exists on this paper only; the database keeps its digest."""

    account_id: int
    login_id: str
    display_name: str
    code: str
    expires_at: datetime


def open_slip(
    account_id: int, at: datetime, proposal_id: int | None, using: str = DEFAULT_DB_ALIAS
) -> EnrolmentSlip:
    """Let the person enrol once, in the caller's transaction; a slip from before is void."""
    void_slips(account_id, at, using)
    return EnrolmentSlip.objects.using(using).create(
        account_id=account_id, opened_at=at, proposal_id=proposal_id
    )


def void_slips(account_id: int, at: datetime, using: str = DEFAULT_DB_ALIAS) -> None:
    """Nobody enrols with a slip of this account any more."""
    slips = EnrolmentSlip.objects.using(using)
    slips.filter(account_id=account_id, used_at=None, voided_at=None).update(voided_at=at)


def print_slip(actor: Actor, account_id: int, at: datetime, using: str = DEFAULT_DB_ALIAS) -> Slip:
    """Draw a fresh code for the open slip; one printed before no longer works. Raises NoOpenSlip."""
    code = slip_code.new_code()
    with ledger.act(actor, "account.slip_print", purpose=PURPOSE, using=using) as entry:
        slip = _open_slip_of(account_id, using)
        slip.code_sha256 = slip_code.digest(code)
        slip.printed_at, slip.expires_at = at, at + VALID_FOR
        slip.save(update_fields=["code_sha256", "printed_at", "expires_at"])
        sessions.end_all_of(account_id, at, Ending.REENROLLED, using)
        entry.detail(account=account_id, slip=slip.pk)
    account = slip.account
    return Slip(account.pk, account.login_id, account.display_name, code, at + VALID_FOR)


def usable_slip(login_id: str, code: str, at: datetime) -> EnrolmentSlip | None:
    """The open slip that bears this code, if it is this person's and its days are not over."""
    return (
        EnrolmentSlip.objects.select_related("account")
        .filter(
            code_sha256=slip_code.digest(code),
            expires_at__gt=at,
            used_at=None,
            voided_at=None,
            account__login_id=login_id,
            account__revoked_at=None,
        )
        .first()
    )


def proposer_of_open_slip(account_id: int) -> int | None:
    """Who proposed what opened the slip: the one person of the two who may not print its code."""
    slip = EnrolmentSlip.objects.filter(account_id=account_id, used_at=None, voided_at=None).first()
    if slip is None or slip.proposal_id is None:
        return None
    proposal = proposal_of(slip.proposal_id)
    return proposal.proposed_by if proposal else None


def account_of_slip(proposal_id: int) -> int | None:
    """The account whose open slip came of this proposal."""
    found = EnrolmentSlip.objects.filter(proposal_id=proposal_id, used_at=None, voided_at=None)
    return found.values_list("account_id", flat=True).first()


def spend(account_id: int, at: datetime) -> bool:
    """Use the open slip up, in the caller's transaction; false when there was none any more."""
    open_ones = EnrolmentSlip.objects.filter(
        account_id=account_id, used_at=None, voided_at=None, expires_at__gt=at
    )
    return bool(open_ones.update(used_at=at))


def _open_slip_of(account_id: int, using: str) -> EnrolmentSlip:
    slip = (
        EnrolmentSlip.objects.using(using)
        .select_for_update(of=("self",))
        .select_related("account")
        .defer("account__password")
        .filter(account_id=account_id, used_at=None, voided_at=None, account__revoked_at=None)
        .first()
    )
    if slip is None:
        raise NoOpenSlip(f"account {account_id} has no open slip")
    return slip
