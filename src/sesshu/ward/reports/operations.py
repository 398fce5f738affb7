"""Ask for a report, submit it, sign it: who signs approves exactly the figures that were shown (R5)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.ward.reports.models import ReportSubmission
from sesshu.ward.reports.queries import ReportSeen, report_seen
from sesshu.ward.reports.situations import NotFinished, SubmittedBefore

KIND = "reports.compute"
TITLE = "報告の計算"
SIGNATURE = "ward.report_signature"
PURPOSE = "統計報告の作成"
SIGN = "INSERT INTO report_signature (report_id, proposal_id) VALUES (%s, %s)"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report, for which fiscal year, about which day, from what was known at the end of a day."""

    code: str
    fiscal_year: int
    as_of: date
    known_on: date


def ask(actor: Actor, asked: Asked, form_key: UUID, using: str = DEFAULT_DB_ALIAS) -> runs.Started:
    """Start the run that computes a report; the same form sent twice is one run."""
    params = {
        "code": asked.code,
        "fiscal_year": asked.fiscal_year,
        "as_of": asked.as_of.isoformat(),
        "known_on": asked.known_on.isoformat(),
        "form": str(form_key),
    }
    return runs.start(actor, KIND, input_name=None, params=params, using=using)


def ask_again(actor: Actor, report_id: int, form_key: UUID) -> runs.Started:
    """Compute a report once more from what it rested on: the figures have to be the same."""
    return runs.start(actor, KIND, params={"again": report_id, "form": str(form_key)})


def submit(actor: Actor, report_id: int) -> Proposal:
    """Ask the head of section to sign the figures. Raises NotFinished, SubmittedBefore."""
    with ledger.act(actor, "report.submitted", PURPOSE) as event:
        event.detail(report=report_id)
        seen = report_seen(report_id)
        if seen is None or seen.figures_sha256 is None:
            raise NotFinished
        if seen.signature or (seen.submission and seen.submission.waits):
            raise SubmittedBefore
        said = f"{seen.title} {seen.fiscal_year}年度"
        payload = payload_of(seen)
        proposal = second_person.propose(actor, SIGNATURE, payload, [], said, purpose=PURPOSE)
        ReportSubmission.objects.create(report_id=report_id, proposal=proposal)
        return proposal


def payload_of(seen: ReportSeen) -> dict[str, second_person.Content]:
    """What is signed: the figures by their hash, and all they rest on."""
    return {
        "report": seen.id,
        "code": seen.code,
        "fiscal_year": seen.fiscal_year,
        "as_of": seen.as_of.isoformat(),
        "known_at": seen.known_at.isoformat(),
        "figures_sha256": seen.figures_sha256,
        "definition_sha256": seen.definition_sha256,
        "query_sha256": seen.query_sha256,
        "release": seen.release,
    }


def sign(actor: Actor, proposal_id: int, shown_sha256: str) -> Proposal:
    """Approve exactly what was shown. Raises what `second_person.approve` raises, and SubmittedBefore."""
    return second_person.approve(actor, proposal_id, shown_sha256, PURPOSE)


def send_back(actor: Actor, proposal_id: int, reason: str) -> Proposal:
    """Hand a report back with a reason. Raises what `second_person.decline` raises."""
    return second_person.decline(actor, proposal_id, reason, PURPOSE)


@takes_effect(SIGNATURE)
def record_signature(actor: Actor, proposal: Proposal) -> None:
    """Sign the report; the database compares the figures once more. Raises SubmittedBefore."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(SIGN, [proposal.payload["report"], proposal.pk])
    except IntegrityError as error:
        raise SubmittedBefore from error
