"""A dose given wrong: the rulebook names the class, two people decide what it is and what to do (V061)."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError
from doses_of_tests import AS_GIVEN, BORN, FIRST_MR, cancel, check, correct, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE, execute
from questions_of_tests import questions_of
from residents_of_tests import add_resident
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.kernel.outcomes import ErrorClass
from sesshu.ward.mishaps import operations
from sesshu.ward.mishaps.lists import MishapReport
from sesshu.ward.mishaps.operations import Asked
from sesshu.ward.mishaps.queries import by_class, mishaps, waiting
from sesshu.ward.records.codes import Decision
from sesshu.ward.records.queries import doses_of
from sesshu.ward.records.situations import NoSuchDose

EXPIRED = date(2026, 4, 1)


@pytest.fixture
def dose(fresh_ward: Place) -> int:
    """A dose of an expired lot, recorded as it was given."""
    child = add_resident(BORN)
    wrong = mr1(child, expires_on=EXPIRED, as_given=True, particulars=AS_GIVEN)
    return record(wrong).id


def asked(dose: int, **others: object) -> Asked:
    said = {
        "dose_id": dose,
        "error_class": ErrorClass.EXPIRED,
        "counts": Decision.DOES_NOT_COUNT,
        "measure": "もう一度接種する",
        "is_urgent": True,
    }
    return Asked(**(said | others))  # type: ignore[arg-type]


def test_a_dose_the_rulebook_finds_wrong_is_listed_in_its_fiscal_year(dose: int) -> None:
    [found] = mishaps(2026)
    assert (found.dose.pk, found.error_class, found.decision) == (dose, ErrorClass.EXPIRED, None)
    assert by_class([found]) == [(ErrorClass.EXPIRED, 1)]
    assert mishaps(2025) == []


def test_what_two_people_decide_stands_beside_the_dose(dose: int) -> None:
    proposal = operations.propose(CLERK, asked(dose))
    assert [each.pk for each in waiting()] == [proposal.pk]
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    [found] = mishaps(2026)
    assert found.decision is not None
    assert (found.decision.measure, found.decision.is_urgent) == ("もう一度接種する", True)
    assert found.decision.decided_by_name == COLLEAGUE.name
    assert waiting() == []


def test_the_newest_decision_holds_and_may_say_that_it_was_no_error(dose: int) -> None:
    for error_class in (ErrorClass.OTHER, None):
        proposal = operations.propose(CLERK, asked(dose, error_class=error_class))
        operations.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    [found] = mishaps(2026)
    assert found.error_class is None
    assert by_class([found]) == []


def test_nobody_decides_alone(dose: int) -> None:
    proposal = operations.propose(CLERK, asked(dose))
    with pytest.raises(OwnProposal):
        operations.approve(CLERK, proposal.pk, proposal.sha256)


def test_only_standing_doses_are_decided_about(dose: int) -> None:
    with pytest.raises(NoSuchDose):
        operations.propose(CLERK, asked(dose + 1))


def test_the_database_writes_no_decision_that_was_not_approved(dose: int) -> None:
    proposal = operations.propose(CLERK, asked(dose))
    with pytest.raises(IntegrityError, match="no decision that this account has approved"):
        execute("intranet", "INSERT INTO mishap_decision (proposal_id) VALUES (%s)", [proposal.pk])
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", "UPDATE mishap_decision SET measure = 'x'")


def test_a_right_dose_is_not_listed(dose: int) -> None:
    record(mr1(add_resident(BORN), FIRST_MR))
    assert len(mishaps(2026)) == 1


def test_what_was_decided_stays_when_the_dose_is_corrected_as_the_page_asks(dose: int) -> None:
    """The decision says how it counts; the correction tells the judge (V061)."""
    proposal = operations.propose(CLERK, asked(dose))
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    [known] = doses_of(mishaps(2026)[0].dose.resident_id)
    check(correct(known, replace(known.entry, decision=Decision.DOES_NOT_COUNT)))
    [found] = mishaps(2026)
    assert found.dose.pk != dose
    assert found.decision is not None
    assert found.decision.measure == "もう一度接種する"
    later = operations.propose(CLERK, asked(found.dose.pk, measure="接種した"))
    assert mishaps(2026)[0].waiting == later.pk
    operations.approve(COLLEAGUE, later.pk, later.sha256)
    assert [each.decision and each.decision.measure for each in mishaps(2026)] == ["接種した"]


def test_a_dose_that_was_taken_back_is_no_mishap_any_more(dose: int) -> None:
    proposal = operations.propose(CLERK, asked(dose))
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    [known] = doses_of(mishaps(2026)[0].dose.resident_id)
    check(cancel(known))
    assert mishaps(2026) == []


def test_the_yearly_report_tells_what_two_people_found_and_nobody_s_name(dose: int) -> None:
    report = MishapReport()
    assert list(report.rows({"year": "2026"})) == []  # the rulebook alone decides nothing
    proposal = operations.propose(CLERK, asked(dose))
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    [row] = report.rows({"year": "2026"})
    assert len(row.values) == len(report.columns)
    assert (row.values[4], row.values[-1]) == (ErrorClass.EXPIRED.value, "する")
    assert list(report.rows({"year": "2025"})) == []
    proposal = operations.propose(CLERK, asked(dose, error_class=None))
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert list(report.rows({"year": "2026"})) == []


@pytest.mark.parametrize("year", ["", "26", "２０２６", "2026x", "-202"])
def test_a_year_that_is_none_is_refused(fresh_ward: Place, year: str) -> None:
    with pytest.raises(UnknownConditions):
        MishapReport().accepted({"year": year}, None)  # type: ignore[arg-type]


def test_the_list_asks_no_more_for_many_mishaps_than_for_one(dose: int) -> None:
    one = questions_of(lambda: mishaps(2026))
    for _ in range(4):
        wrong = mr1(add_resident(BORN), expires_on=EXPIRED, as_given=True, particulars=AS_GIVEN)
        record(wrong)
    assert len(mishaps(2026)) == 5
    assert len(questions_of(lambda: mishaps(2026))) == len(one)


def test_a_clerk_and_a_checker_decide_on_the_pages(dose: int) -> None:
    clerk = employ("入力 太郎", Duty.ENTRY).client()
    checker = employ("確認 花子", Duty.CHECK).client()
    page = f"/131121/mishaps/{dose}/"
    assert "未決定" in clerk.get("/131121/mishaps/?year=2026").text
    said = {"mishap_class": str(ErrorClass.EXPIRED.value), "counts": "does_not_count"}
    assert clerk.post(page, said).status_code == 422
    assert clerk.post(page, said | {"measure": "もう一度接種する"}).status_code == 302
    [proposal] = waiting()
    decide = f"/131121/mishap-approvals/{proposal.pk}/"
    assert "もう一度接種する" in checker.get(decide).text
    shown = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.post(decide, shown).status_code == 302
    listed = clerk.get("/131121/mishaps/?year=2026").text
    assert "list=mishap.report&amp;year=2026" in listed
    assert "もう一度接種する" in listed
