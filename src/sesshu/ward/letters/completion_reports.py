"""実施報告書: what was done here for another mayor is told to that mayor, with a copy of the form (B6)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec
from django.db import connection

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.ward.letters.models import CompletionReportScan
from sesshu.ward.letters.situations import ImpossibleDays, NoLetter, ReportedBefore

KIND = "ward.completion_report"
PURPOSE = "実施報告書の発行"
REASON = "ほかの自治体の依頼による接種"
ISSUE = "INSERT INTO completion_report (proposal_id) VALUES (%s)"
SITUATIONS: dict[str, type[NoLetter]] = {
    "completion_report_once": ReportedBefore,
    "completion_report_follows_the_letter": ImpossibleDays,
    "completion_report_follows_the_dose": ImpossibleDays,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A dose given here to somebody who lives elsewhere, and the letter that asked for it."""

    municipality: str
    mayor: str
    letter_number: str
    letter_on: date
    name: str
    name_kana: str
    birth_on: date
    sex: str
    address: str
    series: str
    dose: int
    given_on: date
    vaccine_name: str
    lot: str
    volume_ml: Decimal | None
    provider_name: str
    doctor: str


@dataclass(frozen=True, slots=True)
class Scan:
    """予診票の写し."""

    media_type: str
    content: bytes


def enter(actor: Actor, completion: Completion, scan: Scan, on: date) -> Proposal:
    """Ask a second person to compare it with the paper. Raises ImpossibleDays."""
    with ledger.act(actor, "completion_report.entered", PURPOSE) as event:
        if not max(completion.letter_on, completion.birth_on) <= completion.given_on <= on:
            raise ImpossibleDays
        sha256 = hashlib.sha256(scan.content).hexdigest()
        said = {**msgspec.to_builtins(completion), "scan_sha256": sha256}
        proposal = second_person.propose(actor, KIND, said, [], REASON, purpose=PURPOSE)
        CompletionReportScan.objects.create(
            proposal_id=proposal.pk, media_type=scan.media_type, content=scan.content
        )
        event.detail(proposal=proposal.pk)
        return proposal


@takes_effect(KIND)
def _issue(actor: Actor, proposal: Proposal) -> None:
    """The report gets its number and day. Raises ReportedBefore, ImpossibleDays."""
    with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
        cursor.execute(ISSUE, [proposal.pk])
