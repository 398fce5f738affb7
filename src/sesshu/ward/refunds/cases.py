"""Everything that decides about an application, read at once: dose, letters, residence, earlier refunds."""

from dataclasses import dataclass
from datetime import date

from sesshu.foundation.walls import current_place
from sesshu.ward.fees.settlements import is_excluded
from sesshu.ward.letters.models import RequestLetter
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.queries import RecordedDose, doses_of, rows_of
from sesshu.ward.refunds.ceilings import ceiling_of
from sesshu.ward.refunds.codes import EvidenceKind
from sesshu.ward.refunds.evidence import evidence_of
from sesshu.ward.refunds.models import RefundApplication, RefundDecision
from sesshu.ward.refunds.practice import practice_of
from sesshu.ward.refunds.rules import Case, Finding, Proposed, findings_of, last_day, proposed
from sesshu.ward.residents.queries import NoSuchResident, resident_of
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.residents.codes import Status

REGISTERED = (Status.LIVING_HERE, Status.MOVE_OUT_ANNOUNCED)


@dataclass(frozen=True, slots=True)
class Considered:
    """An application as it stands: the dose as of now, what speaks against paying, and what follows.

    ``dose`` is None where it was cancelled since, ``proposed`` where nobody entered the ward's price.
    """

    application: RefundApplication
    dose: RecordedDose | None
    findings: tuple[Finding, ...]
    proposed: Proposed | None
    apply_until: date | None


def considered(application: RefundApplication) -> Considered:
    """What dose, letters, days, papers and price say about an application now."""
    dose = standing(application.resident_id, application.dose_id)
    if dose is None:
        return Considered(application, None, (), None, None)
    practice = practice_of(current_place().municipality)
    case = _case(application, dose)
    findings = findings_of(case, practice)
    ceiling = ceiling_of(case.series, dose.entry.product, case.given_on, rulebook_here())
    return Considered(
        application,
        dose,
        findings,
        None if ceiling is None else proposed(case, ceiling, findings),
        last_day(case.given_on, practice),
    )


def standing(resident_id: int, dose_id: int) -> RecordedDose | None:
    """The row that stands of a dose, whatever was corrected since; None where it was cancelled."""
    newer = {row.supersedes: row.id for row in rows_of(resident_id) if row.supersedes is not None}
    while dose_id in newer:
        dose_id = newer[dose_id]
    return next((dose for dose in doses_of(resident_id) if dose.id == dose_id), None)


def first_row(resident_id: int, dose_id: int) -> int:
    """The row by which a dose was first recorded."""
    older = {row.id: row.supersedes for row in rows_of(resident_id)}
    while (before := older.get(dose_id)) is not None:
        dose_id = before
    return dose_id


def _case(application: RefundApplication, dose: RecordedDose) -> Case:
    numbers = numbers_of([application.resident_id])[application.resident_id]
    asked_for = f"{dose.entry.series}/{dose.dose_number}"
    letters = RequestLetter.objects.filter(
        resident_id__in=numbers, vaccinations__contains=[asked_for]
    )
    return Case(
        series=dose.entry.series,
        given_on=dose.entry.given_on,
        legal=dose.legal,
        has_error=dose.error is not None,
        letters_on=tuple(letters.values_list("issued_on", flat=True)),
        was_resident=any(_lived_here(number, dose.entry.given_on) for number in numbers),
        clinic_is_paid=not is_excluded(dose.id),
        refunded=_refunded(application, dose),
        received_on=application.received_on,
        claimed_yen=application.claimed_yen,
        fee_exempt=application.fee_exempt,
        shown=tuple(EvidenceKind(paper.kind) for paper in evidence_of(application)),
    )


def _lived_here(resident_id: int, on: date) -> bool:
    try:
        state = resident_of(resident_id, on)
    except NoSuchResident:
        return False
    came_on = state.became_resident_on or state.birth_on
    left_on = state.ceased_resident_on
    return state.status in REGISTERED and came_on <= on and (left_on is None or on < left_on)


def _refunded(application: RefundApplication, dose: RecordedDose) -> bool:
    """A dose of the same kind and day under any 宛名 of the person is the same dose."""
    alike = {
        first_row(application.resident_id, row.id)
        for row in rows_of(application.resident_id)
        if (row.entry.series, row.entry.given_on) == (dose.entry.series, dose.entry.given_on)
    }
    alike.add(first_row(application.resident_id, application.dose_id))
    paid = RefundDecision.objects.filter(dose_id__in=alike, amount_yen__gt=0)
    return paid.exclude(application=application).exists()
