"""実施報告書: what was done here for another mayor, with the copy of the form (B6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError
from ledger_of_tests import CLERK, execute, last_entry
from letters_of_tests import ON, SCAN, approved, completion

from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.ward.letters import completion_reports, queries, situations
from sesshu.ward.letters.completion_reports import Scan
from sesshu.ward.letters.models import CompletionReport, CompletionReportScan

pytestmark = pytest.mark.usefixtures("ward")


def entered(scan: Scan = SCAN, **others: Any) -> Proposal:
    return completion_reports.enter(CLERK, completion(**others), scan, ON)


def issued(**others: Any) -> CompletionReport:
    proposal = approved(entered(**others))
    return CompletionReport.objects.get(proposal_id=proposal.pk)


def test_a_report_says_what_two_people_saw(ward: object) -> None:
    report = issued()
    said = completion()
    assert (report.mayor, report.letter_number, report.letter_on) == (
        said.mayor,
        said.letter_number,
        said.letter_on,
    )
    assert (report.name, report.series, report.dose, report.given_on) == (
        said.name,
        said.series,
        said.dose,
        said.given_on,
    )
    assert report.volume_ml == said.volume_ml
    assert (report.issued_on, report.fiscal_year) == (ON, queries.year_of(ON))
    assert report in queries.latest_reports(report.fiscal_year)


def test_nobody_approves_their_own_report(ward: object) -> None:
    proposal = entered(letter_number="own")
    with pytest.raises(OwnProposal):
        approved(proposal, CLERK)


def test_the_scan_stands_beside_the_report(ward: object) -> None:
    proposal = entered(letter_number="scan")
    assert queries.scan_of(proposal.pk) == (SCAN.media_type, SCAN.content)
    assert queries.scan_of(0) is None


def test_another_scan_than_the_proposed_one_is_refused(ward: object) -> None:
    said = {"scan_sha256": "0" * 64, "name": "x"}
    proposal = completion_reports.second_person.propose(
        CLERK, completion_reports.KIND, said, [], "試し"
    )
    with pytest.raises(IntegrityError, match="does not belong"):
        CompletionReportScan.objects.create(
            proposal_id=proposal.pk, media_type="image/png", content=SCAN.content
        )


def test_the_same_dose_of_the_same_letter_is_reported_once(ward: object) -> None:
    issued(letter_number="once")
    with pytest.raises(situations.ReportedBefore):
        issued(letter_number="once")
    assert last_entry().reason == "reported_before"
    assert issued(letter_number="once", dose=3).dose == 3


@pytest.mark.parametrize(
    "days",
    [
        {"given_on": ON + timedelta(days=1)},
        {"given_on": ON - timedelta(days=21)},
        {"birth_on": ON - timedelta(days=6)},
    ],
)
def test_impossible_days_are_refused(ward: object, days: dict[str, Any]) -> None:
    with pytest.raises(situations.ImpossibleDays):
        entered(**days)


def test_the_database_refuses_a_dose_before_its_letter_too(ward: object) -> None:
    early = completion(letter_number="early", given_on=ON - timedelta(days=30))
    said = {**completion_reports.msgspec.to_builtins(early), "scan_sha256": "0" * 64}
    proposal = completion_reports.second_person.propose(
        CLERK, completion_reports.KIND, said, [], "試し"
    )
    with pytest.raises(situations.ImpossibleDays):
        approved(proposal)


def test_no_role_writes_a_report_of_its_own(ward: object) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", "INSERT INTO completion_report (proposal_id, name) VALUES (1, 'x')")
