"""Reading letters: the door for pages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sesshu.foundation.second_person import Proposal
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.letters.application import Stay, Vaccination
from sesshu.ward.letters.codes import Addressee, Applicant, Channel, StayReason
from sesshu.ward.letters.models import CompletionReport, CompletionReportScan, RequestLetter
from sesshu.ward.letters.stays import stays_of
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.recorded import standing_doses
from sesshu.ward.residents.sides import ORDINARY, Side

LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A request letter. ``stay`` is None where the resident is guarded by now."""

    id: int
    proposal_id: int
    resident_id: int
    fiscal_year: int
    number: int
    issued_on: date
    vaccinations: tuple[Vaccination, ...]
    addressee: Addressee
    reason: StayReason
    applicant: Applicant
    channel: Channel
    received_on: date
    planned_from: date
    planned_until: date
    applied_by_name: str
    approved_by_name: str
    stay: Stay | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A dose on record that a letter asked for; given before the letter, it is none of it (§8.1)."""

    dose: RecordedDose
    in_time: bool


def letters_of(resident_id: int) -> tuple[Letter, ...]:
    """The letters about a resident, newest first."""
    return _letters(RequestLetter.objects.filter(resident_id=resident_id).order_by("-id"))


def latest_letters(year: int, offset: int = 0) -> tuple[Letter, ...]:
    """A page of the letters of a fiscal year, newest first."""
    found = RequestLetter.objects.filter(fiscal_year=year).order_by("-number")
    return _letters(found[offset : offset + LISTED])


def count_letters(year: int) -> int:
    """How many letters a fiscal year has."""
    return RequestLetter.objects.filter(fiscal_year=year).count()


def guarded_letters(year: int) -> tuple[Letter, ...]:
    """The letters of guarded people of a fiscal year, newest first, without their stays."""
    found = RequestLetter.objects.filter(fiscal_year=year, resident__is_guarded=True)
    return _letters(found.order_by("-number")[:LISTED])


def letter_of(letter_id: int, side: Side = ORDINARY) -> Letter | None:
    """One letter as a side sees it; None if there is none, on the guarded side of other people too."""
    found = RequestLetter.objects.filter(pk=letter_id)
    if side.is_guarded:
        found = found.filter(resident__is_guarded=True)
    return next(iter(_letters(found, side)), None)


def letter_of_proposal(proposal_id: int) -> Letter | None:
    """The letter that an approved application became; None before."""
    return next(iter(_letters(RequestLetter.objects.filter(proposal_id=proposal_id))), None)


def reported_under(letter: Letter) -> tuple[Reported, ...]:
    """What is on record of the doses that a letter asked for, since it was applied for."""
    return _reported(letter, doses_of(letter.resident_id))


def reports_of(letters: Collection[Letter]) -> dict[int, tuple[Reported, ...]]:
    """The same of several letters at once, by letter."""
    standing = standing_doses({letter.resident_id for letter in letters})
    return {letter.id: _reported(letter, standing[letter.resident_id]) for letter in letters}


def _reported(letter: Letter, doses: Iterable[RecordedDose]) -> tuple[Reported, ...]:
    series = {each.series for each in letter.vaccinations}
    return tuple(
        Reported(dose, dose.entry.given_on >= letter.issued_on)
        for dose in doses
        if dose.entry.series in series and dose.entry.given_on >= letter.received_on
    )


def stay_of(proposal: Proposal, side: Side = ORDINARY) -> Stay | None:
    """The stay of an application; None where it lies on the other side by now."""
    return stays_of([proposal.pk], side).get(proposal.pk)


def latest_reports(year: int, offset: int = 0) -> tuple[CompletionReport, ...]:
    """A page of the completion reports of a fiscal year, newest first."""
    found = CompletionReport.objects.filter(fiscal_year=year).order_by("-number")
    return tuple(found[offset : offset + LISTED])


def count_reports(year: int) -> int:
    """How many completion reports a fiscal year has."""
    return CompletionReport.objects.filter(fiscal_year=year).count()


def report_of(report_id: int) -> CompletionReport | None:
    """One completion report; None if there is none."""
    return CompletionReport.objects.filter(pk=report_id).first()


def scan_of(proposal_id: int) -> tuple[str, bytes] | None:
    """Media type and content of the scan of an application; None if there is none."""
    row = CompletionReportScan.objects.filter(pk=proposal_id).first()
    return None if row is None else (row.media_type, bytes(row.content))


def year_of(day: date) -> int:
    """年度: the year whose numbers a letter of that day bears."""
    return fiscal_year(day)


def _letters(rows: Iterable[RequestLetter], side: Side = ORDINARY) -> tuple[Letter, ...]:
    read = list(rows)
    stays = stays_of([row.proposal_id for row in read], side)
    return tuple(_letter(row, stays.get(row.proposal_id)) for row in read)


def _letter(row: RequestLetter, stay: Stay | None) -> Letter:
    return Letter(
        id=row.pk,
        proposal_id=row.proposal_id,
        resident_id=row.resident_id,
        fiscal_year=row.fiscal_year,
        number=row.number,
        issued_on=row.issued_on,
        vaccinations=tuple(vaccination_in(text) for text in row.vaccinations),
        addressee=Addressee(row.addressee),
        reason=StayReason(row.reason),
        applicant=Applicant(row.applicant),
        channel=Channel(row.channel),
        received_on=row.received_on,
        planned_from=row.planned_from,
        planned_until=row.planned_until,
        applied_by_name=row.applied_by_name,
        approved_by_name=row.approved_by_name,
        stay=stay,
    )


def vaccination_in(text: str) -> Vaccination:
    """``HBV/2`` as series and dose."""
    series, dose = text.rsplit("/", 1)
    return Vaccination(series, int(dose))
