"""The record of a resident for the resident's page: ``_sheet.html`` draws what `sheet_for` says."""

from dataclasses import dataclass
from datetime import date, datetime

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.kernel.outcomes import Counts
from sesshu.schedule.types import Rulebook
from sesshu.ward.pregnancies.queries import facts_of
from sesshu.ward.records.codes import FoundBy, Held, Outcome, ToldBy
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.models import DifferenceSettlement
from sesshu.ward.records.queries import Ended, RecordSheet, SheetRow, WaitingRow, record_sheet
from sesshu.ward.records.subject import Subject
from sesshu.ward.records.web.standing import Standing, standings_of
from sesshu.ward.records.web.words import (
    HELD_BACK,
    NOTHING,
    TITLES,
    in_ml,
    in_words,
    series_name,
)
from sesshu.ward.residents.web import ages
from sesshu.ward.rulebooks.releases import rulebook_here


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One dose of the time line in words; struck through when ``ended`` says how it stopped standing."""

    dose_id: int
    resident_id: int
    """Under which 宛名 it stands; it is corrected there."""
    other_number: bool
    given_on: date
    was_given: bool
    age: str
    """How old the person was on that day."""
    series: str
    number: str
    vaccine: str
    lot: str
    volume: str
    provider: str
    source: str
    shown: str
    """By what a dose given elsewhere is known."""
    marks: tuple[str, ...]
    """Where a dose comes from that no clinic of the ward sent, and that it lies before moving in."""
    legal: str
    error: str
    undecided: bool
    ended: Ended | None
    entered_by_name: str
    checked_by_name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits for its check, in words."""

    row: WaitingRow
    series: str


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """A dose that was told of beside one on record, in words, and which side held."""

    row: DifferenceSettlement
    told_by: str
    series: str
    items: tuple[tuple[str, str, str], ...]
    held: str
    found_by: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """What the template draws; ``others`` are series in which nothing can be given within a year."""

    lines: tuple[SheetLine, ...]
    waiting: tuple[WaitingLine, ...]
    standings: tuple[Standing, ...]
    others: tuple[Standing, ...]
    on: date
    release: str
    may_correct: bool
    may_report: bool
    may_answer: bool
    settlements: tuple[SettlementLine, ...] = ()

    @property
    def others_named(self) -> str:
        """まだ先のもの・期間を過ぎたもの・済んだもの, with their number."""
        return f"ほかの接種の状況（まだ先、期間を過ぎた、完了など {len(self.others)}種類）"


def sheet_for(
    account: SignedIn, resident_id: int, on: date, known_at: datetime | None = None
) -> SheetView:
    """The sheet of a resident as of a day, for whoever is signed in. Raises NoSuchResident.

    Say in the ledger that it is looked at before it is shown.
    """
    told = facts_of(resident_id) if account.may(Permission.PREGNANCY) else ()
    return view_of(record_sheet(resident_id, on, known_at, told), rulebook_here(), account)


def view_of(sheet: RecordSheet, rulebook: Rulebook, account: SignedIn) -> SheetView:
    """The words of a sheet."""
    standings = standings_of(sheet.series)
    return SheetView(
        lines=tuple(_line(row, sheet.subject, rulebook) for row in sheet.rows),
        waiting=waiting_lines(sheet, rulebook),
        standings=tuple(each for each in standings if each.opens_soon(sheet.on)),
        others=tuple(each for each in standings if not each.opens_soon(sheet.on)),
        on=sheet.on,
        release=sheet.release,
        may_correct=account.may(Permission.DOSE_CORRECT),
        may_report=account.may(Permission.REACTION_RECORD),
        may_answer=account.may(Permission.HISTORY_ANSWER),
        settlements=tuple(_settlement(row, rulebook) for row in sheet.settlements),
    )


def waiting_lines(sheet: RecordSheet, rulebook: Rulebook) -> tuple[WaitingLine, ...]:
    """What waits for its check, in words."""
    return tuple(WaitingLine(row, series_name(row.series, rulebook)) for row in sheet.waiting)


def _settlement(row: DifferenceSettlement, rulebook: Rulebook) -> SettlementLine:
    return SettlementLine(
        row=row,
        told_by=ToldBy(row.told_by).label,
        series=series_name(row.dose.series, rulebook),
        items=tuple(
            (TITLES[name], in_words(name, told, rulebook), in_words(name, recorded, rulebook))
            for name, (told, recorded) in row.items.items()
        ),
        held=Held(row.held).label,
        found_by=FoundBy(row.found_by).label,
    )


def _line(row: SheetRow, subject: Subject, rulebook: Rulebook) -> SheetLine:
    dose, entry = row.dose, row.dose.entry
    given = entry.outcome is Outcome.GIVEN
    return SheetLine(
        dose_id=dose.id,
        resident_id=entry.resident_id,
        other_number=entry.resident_id != subject.id,
        given_on=entry.given_on,
        was_given=given,
        age=ages.in_words(subject.born_on, entry.given_on),
        series=series_name(entry.series, rulebook),
        number=_number(row) if given else "予診のみ",
        vaccine=_what(entry),
        lot=entry.lot or NOTHING,
        volume=in_ml(entry.volume_ml),
        provider=entry.particulars.provider_name if entry.particulars else HELD_BACK,
        source=entry.source.label,
        shown=_shown(entry),
        marks=_marks(entry, subject),
        legal=dose.legal.ja if dose.legal else NOTHING,
        error=dose.error.ja if dose.error else "",
        undecided=row.verdict is not None and row.verdict.counts is Counts.UNDECIDED,
        ended=row.ended,
        entered_by_name=dose.entered_by_name,
        checked_by_name=dose.checked_by_name,
        recorded_at=dose.recorded_at,
    )


def _shown(entry: DoseEntry) -> str:
    if entry.evidence is None:
        return ""
    return entry.evidence.label + (f"（{entry.country}）" if entry.country else "")


def _marks(entry: DoseEntry, subject: Subject) -> tuple[str, ...]:
    came_on = subject.became_resident_on
    before = "転入前" if came_on and entry.given_on < came_on else ""
    unknown = "国内の一覧にないワクチン" if entry.what and not entry.product else ""
    return tuple(filter(None, (entry.source.mark, before, unknown)))


def _what(entry: DoseEntry) -> str:
    """The vaccine; of a screening without a dose, why none was given."""
    if entry.screening_reason:
        return entry.screening_reason.label
    return entry.vaccine_name or NOTHING


def _number(row: SheetRow) -> str:
    """回: as the law counts today while the dose stands, as it was counted once it does not."""
    if row.verdict is None:
        number = row.dose.dose_number
    else:
        number = min((place.dose for place in row.verdict.counts_as), default=None)
    return f"{number}回目" if number else "数えない"
