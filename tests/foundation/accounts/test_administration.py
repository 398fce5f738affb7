"""Accounts are issued, changed and revoked by two people, neither of whom is concerned (R3)."""

from datetime import datetime, timedelta

import pytest
from races_of_tests import at_once

from sesshu.foundation.accounts import (
    administration,
    enrolment,
    factors,
    queries,
    sessions,
    sign_in,
    slips,
)
from sesshu.foundation.accounts.administration import OwnAccount
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson, NotIssued
from sesshu.foundation.accounts.models import Account
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.second_person.operations import approve, decline
from sesshu.foundation.second_person.situations import OwnProposal, ShownDiffers

from .conftest import (
    PASSWORD,
    TERMINAL,
    WARD,
    Office,
    Person,
    SignIn,
    enroll,
    ledger_entries,
)

NEW = NewPerson("00412345", "s412345", "新任 職員", Department.INFECTION)
MINUTE = timedelta(minutes=1)


def duties_of(person: Person) -> set[Duty]:
    return set(queries.duties_of([person.account.pk]).get(person.account.pk, ()))


def approved(office: Office, proposal: Proposal) -> None:
    approve(office.second.actor, proposal.pk, proposal.sha256)


@pytest.fixture
def third(office: Office) -> Person:
    """A third administrator, so that one of the first two can be the one concerned."""
    return office.join(3001, Duty.ACCOUNTS)


def test_a_proposal_alone_issues_nothing(office: Office, at: datetime) -> None:
    administration.propose_issue(office.first.actor, NEW, [Duty.ENTRY], "採用", at)
    assert not Account.objects.filter(login_id="s412345").exists()


def test_an_approved_proposal_issues_an_account_that_waits_for_its_owner(
    office: Office, at: datetime
) -> None:
    approved(
        office, administration.propose_issue(office.first.actor, NEW, [Duty.ENTRY], "採用", at)
    )
    (line,) = (each for each in queries.accounts() if each.login_id == "s412345")
    assert (line.display_name, line.duties, line.state) == ("新任 職員", (Duty.ENTRY,), "登録待ち")


def test_the_proposer_cannot_approve(office: Office, at: datetime) -> None:
    proposal = administration.propose_issue(office.first.actor, NEW, [Duty.ENTRY], "採用", at)
    with pytest.raises(OwnProposal):
        approve(office.first.actor, proposal.pk, proposal.sha256)
    assert not Account.objects.filter(login_id="s412345").exists()


def test_what_was_not_shown_cannot_be_approved(office: Office, at: datetime) -> None:
    proposal = administration.propose_issue(office.first.actor, NEW, [Duty.ENTRY], "採用", at)
    with pytest.raises(ShownDiffers):
        approve(office.second.actor, proposal.pk, "0" * 64)


def test_a_proposal_runs_out_after_two_weeks(office: Office, at: datetime) -> None:
    proposal = administration.propose_issue(office.first.actor, NEW, [Duty.ENTRY], "採用", at)
    assert proposal.expires_at == at + timedelta(days=14)


@pytest.mark.parametrize(
    ("person", "says"),
    [
        (NewPerson("s 1", "s412345", "新任", Department.INFECTION), "職員番号は、半角"),
        (
            NewPerson("00412345", "S412345", "新任", Department.INFECTION),
            "利用者IDは、半角の英小文字",
        ),
        (
            NewPerson("00412345", "slip:x", "新任", Department.INFECTION),
            "利用者IDは、半角の英小文字",
        ),
        (NewPerson("00001001", "s412345", "新任", Department.INFECTION), "すでに登録されています"),
        (NewPerson("00412345", "s1001", "新任", Department.INFECTION), "ほかの職員が使っています"),
    ],
)
def test_numbers_and_names_that_cannot_be_are_refused_in_words(
    office: Office, at: datetime, person: NewPerson, says: str
) -> None:
    with pytest.raises(NotIssued, match=says):
        administration.propose_issue(office.first.actor, person, [Duty.ENTRY], "採用", at)


def test_two_proposals_for_the_same_person_issue_one_account(office: Office, at: datetime) -> None:
    both = [
        administration.propose_issue(office.first.actor, NEW, [Duty.ENTRY], "採用", at)
        for _ in range(2)
    ]
    approved(office, both[0])
    with pytest.raises(NotIssued):
        approved(office, both[1])
    assert Account.objects.filter(staff_number="00412345").count() == 1


@pytest.mark.parametrize(
    "duties",
    [[], [Duty.ENTRY, Duty.ACCOUNTS], [Duty.CHECK, Duty.AUDIT], [Duty.SECURITY, Duty.AUDIT]],
)
def test_normal_administrator_and_audit_duties_never_meet(
    office: Office, at: datetime, duties: list[Duty]
) -> None:
    with pytest.raises(NotIssued):
        administration.propose_issue(office.first.actor, NEW, duties, "採用", at)


def test_a_transfer_takes_rights_away_at_once(
    office: Office, clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + 5 * MINUTE)
    proposal = administration.propose_duties(
        office.first.actor, clerk.account.pk, Department.INFECTION, [Duty.RUNS], "異動", at
    )
    assert duties_of(clerk) == {Duty.ENTRY}
    approved(office, proposal)
    session = sessions.find(opened.token, at + 6 * MINUTE)
    assert session is not None
    who = queries.signed_in(session)
    assert (who.duties, who.department) == ({Duty.RUNS}, Department.INFECTION)


def test_revoking_ends_everything_at_once(
    office: Office, clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + 5 * MINUTE)
    approved(
        office,
        administration.propose_revoke(office.first.actor, clerk.account.pk, "退職", at),
    )
    assert sessions.find(opened.token, at + 6 * MINUTE) is None
    assert duties_of(clerk) == set()
    assert factors.factors_of(clerk.account.pk) == []
    with pytest.raises(Wrong):
        sign_in.check_password("s1001", PASSWORD, at + 6 * MINUTE, TERMINAL)
    assert [line.login_id for line in queries.accounts(revoked=True)] == ["s1001"]


def test_a_revoked_account_that_waited_for_enrolment_cannot_enroll(
    office: Office, at: datetime
) -> None:
    waiting = office.join(2001, Duty.ENTRY, enrolled=False)
    slip = slips.print_slip(office.second.actor, waiting.account.pk, at)
    approved(
        office,
        administration.propose_revoke(office.first.actor, waiting.account.pk, "誤り", at),
    )
    with pytest.raises(Wrong):
        enrolment.begin(slip.login_id, slip.code, at, TERMINAL)


def test_somebody_who_comes_back_gets_a_new_account_with_the_same_number(
    office: Office, clerk: Person, at: datetime
) -> None:
    approved(
        office,
        administration.propose_revoke(office.first.actor, clerk.account.pk, "退職", at),
    )
    again = office.join(1001, Duty.CHECK)
    assert again.account.pk != clerk.account.pk
    assert duties_of(again) == {Duty.CHECK}
    assert duties_of(clerk) == set()


def test_a_lost_factor_is_replaced_by_a_new_slip_and_the_old_one_is_worth_nothing(
    office: Office, clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + 5 * MINUTE)
    approved(
        office,
        administration.propose_reenroll(office.first.actor, clerk.account.pk, "紛失", at),
    )
    later = at + 6 * MINUTE
    assert sessions.find(opened.token, later) is None
    with pytest.raises(Wrong):
        sign_in.check_password("s1001", PASSWORD, later, TERMINAL)
    slip = slips.print_slip(office.second.actor, clerk.account.pk, later)
    again = enroll(slip, later)
    assert again.account.pk == clerk.account.pk
    assert again.secret != clerk.secret
    assert duties_of(clerk) == {Duty.ENTRY}


def test_nobody_proposes_about_themselves(office: Office, third: Person, at: datetime) -> None:
    me = office.first
    with pytest.raises(OwnAccount):
        administration.propose_revoke(me.actor, me.account.pk, "退職", at)
    with pytest.raises(OwnAccount):
        administration.propose_reenroll(me.actor, me.account.pk, "紛失", at)
    with pytest.raises(OwnAccount):
        administration.propose_duties(
            me.actor, me.account.pk, Department.INFECTION, [Duty.SECURITY], "兼務", at
        )


def test_nobody_approves_about_themselves_and_the_try_is_in_the_ledger(
    office: Office, third: Person, at: datetime
) -> None:
    proposal = administration.propose_duties(
        third.actor, office.second.account.pk, Department.INFECTION, [Duty.SECURITY], "兼務", at
    )
    with pytest.raises(OwnAccount):
        approved(office, proposal)
    entry = ledger_entries("proposal.approved")[-1]
    assert (entry.kind, entry.reason) == ("refusal", "own_account")
    assert duties_of(office.second) == {Duty.ACCOUNTS}


def test_two_administrators_always_remain(office: Office, third: Person, at: datetime) -> None:
    approved(
        office, administration.propose_revoke(office.first.actor, third.account.pk, "異動", at)
    )
    fourth = office.join(3002, Duty.ACCOUNTS, enrolled=False)
    proposal = administration.propose_revoke(fourth.actor, office.first.account.pk, "異動", at)
    with pytest.raises(NotIssued, match="2人より少なく"):
        approved(office, proposal)


def test_two_revocations_at_once_leave_two_administrators(
    office: Office, third: Person, at: datetime
) -> None:
    """Three administrators; two of them are to be revoked at the same moment by different people."""
    about_first = administration.propose_revoke(third.actor, office.first.account.pk, "異動", at)
    about_third = administration.propose_revoke(office.first.actor, third.account.pk, "異動", at)
    outcomes = at_once(
        WARD,
        lambda: approve(office.second.actor, about_first.pk, about_first.sha256),
        lambda: approve(office.second.actor, about_third.pk, about_third.sha256),
    )
    assert sum(isinstance(each, NotIssued) for each in outcomes) == 1
    assert len(queries.able_administrators()) == 2


def test_an_account_that_is_gone_cannot_be_changed(
    office: Office, clerk: Person, at: datetime
) -> None:
    late = administration.propose_duties(
        office.first.actor, clerk.account.pk, Department.INFECTION, [Duty.RUNS], "異動", at
    )
    approved(
        office,
        administration.propose_revoke(office.first.actor, clerk.account.pk, "退職", at),
    )
    with pytest.raises(NotIssued, match="すでに停止"):
        approved(office, late)


def test_a_declined_proposal_changes_nothing(office: Office, clerk: Person, at: datetime) -> None:
    proposal = administration.propose_revoke(office.first.actor, clerk.account.pk, "退職", at)
    decline(office.second.actor, proposal.pk, "来月末の退職です")
    assert duties_of(clerk) == {Duty.ENTRY}
    assert Account.objects.get(pk=clerk.account.pk).revoked_at is None
