"""What the database refuses: late figures, changed figures, signatures nobody approved (R5, R15)."""

import pytest
from django.db import Error, connections
from doses_of_tests import BORN, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE
from residents_of_tests import add_resident
from ward.reports.office import compute, figures

from sesshu.foundation import second_person
from sesshu.foundation.second_person import OwnProposal, ShownDiffers
from sesshu.foundation.walls import Place
from sesshu.ward.reports import operations
from sesshu.ward.reports.queries import ReportSeen, report_seen
from sesshu.ward.reports.situations import NotFinished, SubmittedBefore

PART = """
INSERT INTO report_part (report_id, part, table_code, line_code, column_code, count)
VALUES (%s, 9, 'doses', 'MR1', 'a01', 7)
"""
SIGN = "INSERT INTO report_signature (report_id, proposal_id) VALUES (%s, %s)"


@pytest.fixture
def report(fresh_ward: Place) -> ReportSeen:
    record(mr1(add_resident(BORN)))
    return compute()


def refused(zone: str, statement: str, values: list[object]) -> str:
    """What PostgreSQL says."""
    with pytest.raises(Error) as problem, connections[zone].cursor() as cursor:
        cursor.execute(statement, values)
    return str(problem.value)


def test_no_figure_is_added_to_a_finished_report(report: ReportSeen) -> None:
    assert "complete" in refused("jobs", PART, [report.id])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report_part SET count = count + 1 WHERE report_id = %s",
        "DELETE FROM report_part WHERE report_id = %s",
        "UPDATE report_ending SET figures_sha256 = '' WHERE report_id = %s",
        "DELETE FROM report WHERE id = %s",
    ],
)
@pytest.mark.parametrize("zone", ["default", "jobs"])
def test_nobody_changes_what_was_computed(report: ReportSeen, zone: str, statement: str) -> None:
    assert "permission denied" in refused(zone, statement, [report.id])


def test_the_portal_adds_no_figure(report: ReportSeen) -> None:
    assert "permission denied" in refused("default", PART, [report.id])


def test_a_report_says_truly_which_definition_and_query_it_rests_on(report: ReportSeen) -> None:
    copy = """
    INSERT INTO report (run_id, code, fiscal_year, as_of, known_at, definition, definition_sha256,
                        query, query_sha256, release, begun_at)
    SELECT -1, code, fiscal_year, as_of, known_at, definition || ' ', definition_sha256,
           query, query_sha256, release, begun_at FROM report WHERE id = %s
    """
    assert "report_definition_is_hashed" in refused("jobs", copy, [report.id])


def test_what_is_signed_are_exactly_the_figures_that_were_shown(report: ReportSeen) -> None:
    proposal = operations.submit(CLERK, report.id)
    operations.sign(COLLEAGUE, proposal.pk, proposal.sha256)
    seen = report_seen(report.id)
    assert seen is not None
    assert seen.signature is not None
    assert (seen.signature.submitted_by, seen.signature.signed_by) == (CLERK.name, COLLEAGUE.name)


def test_who_submitted_a_report_does_not_sign_it(report: ReportSeen) -> None:
    proposal = operations.submit(CLERK, report.id)
    with pytest.raises(OwnProposal):
        operations.sign(CLERK, proposal.pk, proposal.sha256)
    with pytest.raises(ShownDiffers):
        operations.sign(COLLEAGUE, proposal.pk, "0" * 64)


def test_a_report_is_submitted_once_and_again_when_it_came_back(report: ReportSeen) -> None:
    first = operations.submit(CLERK, report.id)
    with pytest.raises(SubmittedBefore):
        operations.submit(CLERK, report.id)
    operations.send_back(COLLEAGUE, first.pk, "基準日を確かめてください。")
    seen = report_seen(report.id)
    assert seen is not None
    assert seen.submission is not None
    assert seen.submission.sent_back_because == "基準日を確かめてください。"
    second = operations.submit(CLERK, report.id)
    operations.sign(COLLEAGUE, second.pk, second.sha256)
    with pytest.raises(SubmittedBefore):
        operations.submit(CLERK, report.id)


def test_a_report_that_is_not_there_is_not_submitted(fresh_ward: Place) -> None:
    with pytest.raises(NotFinished):
        operations.submit(CLERK, 1)


def test_no_signature_without_approval_of_these_figures(report: ReportSeen) -> None:
    waiting = operations.submit(CLERK, report.id)
    assert "nobody approved" in refused("default", SIGN, [report.id, waiting.pk])


def test_an_approval_of_other_figures_signs_nothing(report: ReportSeen) -> None:
    payload = operations.payload_of(report) | {"figures_sha256": "0" * 64}
    other = second_person.propose(CLERK, operations.SIGNATURE, payload, [], "ほかの数値")
    with pytest.raises(SubmittedBefore):
        operations.sign(COLLEAGUE, other.pk, other.sha256)
    assert figures(report)["MR1", "a01"] == 1
