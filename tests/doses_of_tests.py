"""Screening forms of tests, and the two clerks who enter and check them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from ledger_of_tests import CLERK, COLLEAGUE

from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal, proposal_of
from sesshu.schedule import load
from sesshu.ward.records import operations, queries
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.records.queries import RecordedDose

ON = date(2026, 11, 20)
BORN = date(2025, 3, 1)
FIRST_MR = date(2026, 4, 10)
PROVIDER = Particulars(provider_code="1311234569", provider_name="三軒茶屋こども診療所")
AS_GIVEN = replace(PROVIDER, stated_reason="医療機関に電話で確かめた")


def mr1(resident_id: int, given_on: date = FIRST_MR, **others: Any) -> DoseEntry:
    """A dose of MR that the law allows a child born on BORN."""
    said: dict[str, Any] = {
        "resident_id": resident_id,
        "series": "MR1",
        "given_on": given_on,
        "product": "MR",
        "brand": "mearubik",
        "vaccine_name": "ミールビック",
        "maker": "阪大微生物病研究会",
        "lot": "MR512",
        "expires_on": date(2027, 3, 31),
        "volume_ml": Decimal("0.5"),
        "route": "SC",
        "desk": "infection",
        "particulars": PROVIDER,
    }
    return DoseEntry(**(said | others))


def pcv(resident_id: int, given_on: date, **others: Any) -> DoseEntry:
    """A dose of 小児PCV."""
    return mr1(
        resident_id,
        given_on,
        **{
            "series": "PCV",
            "product": "PCV20",
            "brand": "prevenar20",
            "vaccine_name": "プレベナー20",
            "maker": "ファイザー",
            "lot": "AB1234",
        }
        | others,
    )


def enter(entry: DoseEntry, actor: Actor = CLERK, **others: Any) -> Proposal:
    """The clerk enters a dose on a fresh form."""
    key = others.pop("form_key", None) or uuid4()
    return operations.enter_dose(actor, entry, ON, load.current(), key, **others)


def check(proposal: Proposal, actor: Actor = COLLEAGUE) -> Proposal:
    """The colleague confirms what is shown now."""
    shown = operations.verdict_shown(proposal, ON)
    return operations.approve(actor, proposal.pk, proposal.sha256, shown, ON)


def record(entry: DoseEntry, **others: Any) -> RecordedDose:
    """A dose that two people recorded."""
    return recorded_by(check(enter(entry, **others)))


def recorded_by(proposal: Proposal) -> RecordedDose:
    """The row that an approved proposal became."""
    [subject] = proposal_of(proposal.pk).subjects
    rows = queries.rows_of(subject)
    return max(rows, key=lambda row: row.id)


def correct(dose: RecordedDose, entry: DoseEntry, reason: str = "予診票と照合した") -> Proposal:
    """The clerk asks to put an entry in the place of a dose."""
    return operations.correct_dose(CLERK, dose.id, entry, reason, ON, load.current(), uuid4())


def cancel(dose: RecordedDose, reason: str = "別の方の予診票だった") -> Proposal:
    """The clerk asks to take a dose from the record."""
    return operations.cancel_dose(CLERK, dose.id, reason, uuid4())
