"""A dose given wrong: the rulebook names the class, two people decide what it is and what to do (V061)."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError
from doses_of_tests import AS_GIVEN, BORN, FIRST_MR, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE, execute
from residents_of_tests import add_resident

from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.kernel.outcomes import ErrorClass
from sesshu.ward.mishaps import operations
from sesshu.ward.mishaps.operations import Asked
from sesshu.ward.mishaps.queries import by_class, mishaps, waiting
from sesshu.ward.records.codes import Decision
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
