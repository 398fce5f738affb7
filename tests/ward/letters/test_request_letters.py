"""予防接種依頼書: two people, a number without gaps, before the dose; the stay behind the wall (B5, D3)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection
from doses_of_tests import mr1
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute, last_entry
from letters_of_tests import BORN, ON, OSAKA, application, applied, approved
from residents_of_tests import add_resident, shelter

from sesshu.foundation.second_person import OwnProposal, State
from sesshu.schedule import load
from sesshu.ward.letters import queries, request_letters, situations
from sesshu.ward.letters.application import Vaccination
from sesshu.ward.letters.models import RequestLetterStay
from sesshu.ward.letters.stays import new_salt
from sesshu.ward.records import operations
from sesshu.ward.records.subject import subject_of

pytestmark = pytest.mark.usefixtures("ward")


@pytest.fixture
def child(ward: object) -> int:
    return add_resident(BORN)


def test_a_letter_is_issued_when_a_second_person_approves(child: int) -> None:
    proposal = applied(child)
    assert queries.letters_of(child) == ()
    approved(proposal)
    [letter] = queries.letters_of(child)
    assert (letter.issued_on, letter.vaccinations) == (ON, (Vaccination("HBV", 1),))
    assert letter.stay == OSAKA
    assert (letter.applied_by_name, letter.approved_by_name) == (CLERK.name, COLLEAGUE.name)
    assert queries.letter_of_proposal(proposal.pk) == letter


def test_nobody_approves_what_they_applied_for(child: int) -> None:
    with pytest.raises(OwnProposal):
        approved(applied(child), CLERK)
    assert queries.letters_of(child) == ()


def test_numbers_follow_one_another_in_the_fiscal_year(child: int) -> None:
    first, second = (queries.letter_of_proposal(approved(applied(child)).pk) for _ in range(2))
    assert first
    assert second
    assert (second.number, second.fiscal_year) == (first.number + 1, queries.year_of(ON))


def test_the_ledger_tells_who_applied_for_whom_and_no_more(child: int) -> None:
    applied(child)
    told = [entry for entry in entries() if entry.action == "request_letter.applied"][-1]
    assert told.subjects == [child]
    assert "大阪" not in str(told.details)


def test_what_stops_a_letter_is_refused_and_told(child: int) -> None:
    with pytest.raises(situations.DoubtsLeft):
        applied(child, planned_from=ON + timedelta(days=3))
    assert (last_entry().action, last_entry().reason) == ("request_letter.applied", "doubts_left")


def test_a_late_application_keeps_its_reason(child: int) -> None:
    proposal = approved(
        applied(child, planned_from=ON + timedelta(days=3), hurried_because="急な入院のため")
    )
    [row] = execute(
        "intranet",
        "SELECT hurried_because FROM request_letter WHERE proposal_id = %s",
        [proposal.pk],
    )
    assert row == ("急な入院のため",)


def test_a_guarded_residents_stay_is_not_taken_at_an_ordinary_desk(ward: object) -> None:
    child = add_resident(BORN, guarded=True)
    with pytest.raises(situations.GuardedStay):
        applied(child)
    assert (
        execute("intranet", "SELECT 1 FROM request_letter_stay WHERE resident_id = %s", [child])
        == []
    )


def test_the_database_keeps_a_guarded_stay_out_of_the_ordinary_table(
    child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_was = subject_of(child)
    shelter(child)
    monkeypatch.setattr(request_letters, "subject_of", lambda _: as_it_was)
    with pytest.raises(IntegrityError, match="guarded"):
        applied(child)


def test_the_stay_moves_behind_the_wall_when_protection_begins(child: int) -> None:
    proposal = approved(applied(child))
    shelter(child)
    [letter] = queries.letters_of(child)
    assert letter.stay is None
    moved = "SELECT address FROM guarded_request_letter_stay WHERE proposal_id = %s"
    assert execute("guarded", moved, [proposal.pk]) == [(OSAKA.address,)]
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", moved, [proposal.pk])


def test_an_application_that_waits_when_protection_begins_is_not_issued_by_who_cannot_see_it(
    child: int,
) -> None:
    proposal = applied(child)
    shelter(child)
    with pytest.raises(situations.ShelteredSince):
        approved(proposal)
    assert queries.letters_of(child) == ()
    request_letters.second_person.decline(COLLEAGUE, proposal.pk, "支援措置担当へ")


@pytest.mark.parametrize("part", ["address", "addressee_name", "applicant_name", "municipality"])
def test_another_stay_than_the_proposed_one_is_refused(child: int, part: str) -> None:
    said = request_letters.payload_of(application(child), "0" * 64)
    proposal = request_letters.second_person.propose(
        CLERK, request_letters.KIND, said, [child], "依頼書の申請"
    )
    values = {"address": "a", "addressee_name": "b", "applicant_name": "c", "municipality": "d"}
    with pytest.raises(IntegrityError, match="does not belong"):
        RequestLetterStay.objects.create(
            proposal_id=proposal.pk,
            resident_id=child,
            salt=new_salt(),
            **(values | {part: "大阪府"}),
        )


def test_a_letter_that_nobody_approved_cannot_be_written(child: int) -> None:
    proposal = applied(child)
    with pytest.raises(IntegrityError, match="approved"), connection.cursor() as cursor:
        cursor.execute(request_letters.ISSUE, [proposal.pk])


def test_no_role_writes_a_number_of_its_own(child: int) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", "INSERT INTO request_letter (proposal_id, number) VALUES (1, 1)")


@pytest.mark.parametrize(
    "statement", ["UPDATE request_letter SET number = 1", "DELETE FROM request_letter"]
)
def test_an_issued_letter_is_never_changed(child: int, statement: str) -> None:
    approved(applied(child))
    with pytest.raises(DatabaseError):
        execute("intranet", statement)


def test_a_letter_is_not_issued_when_the_planned_days_have_come_and_gone(
    child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(request_letters, "doubts_about", lambda *_: ())
        proposal = applied(child, planned_from=ON - timedelta(days=1), planned_until=ON)
    with pytest.raises(situations.TooLateToIssue):
        approved(proposal)
    assert request_letters.second_person.proposal_of(proposal.pk).state == State.OPEN


def test_what_was_given_under_a_letter_is_told_beside_it(child: int) -> None:
    letter = queries.letter_of_proposal(approved(applied(child)).pk)
    assert letter
    assert queries.reported_under(letter) == ()
    given_today(child, "HBV")
    given_today(child, "PCV", product="PCV20", brand="prevenar20", volume_ml=Decimal("0.5"))
    [reported] = queries.reported_under(letter)
    assert (reported.dose.entry.series, reported.in_time) == ("HBV", True)
    assert queries.reports_of([letter]) == {letter.id: (reported,)}


def given_today(child: int, series: str, **others: Any) -> None:
    """A dose of today that two people recorded."""
    vaccine = {"product": "HBV", "brand": "bimmugen", "volume_ml": Decimal("0.25")}
    entry = mr1(child, ON, series=series, **(vaccine | others))
    proposal = operations.enter_dose(CLERK, entry, ON, load.current(), uuid4())
    shown = operations.verdict_shown(proposal, ON)
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256, shown, ON)
