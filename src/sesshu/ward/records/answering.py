"""個人票: the own history, answered on paper to somebody whose identity was verified (B12, F17, V094)."""

from dataclasses import dataclass
from datetime import date

from sesshu.documents.forms import PersonName, Registered
from sesshu.documents.listing import FORM, Condition, Listing, listing
from sesshu.documents.printing import render
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Labelled
from sesshu.foundation.walls import current_place
from sesshu.kernel.eras import in_japanese
from sesshu.ward.offices import office_of
from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.sheet import RecordSheet, SheetRow, record_sheet
from sesshu.ward.records.situations import NotRecorded
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers.codes import IdentityDocument

PURPOSE = "接種歴の問合せへの回答"
KIND = "F17"


class AskedBy(Labelled):
    """Who asks about the history (P3)."""

    PERSON = "person", "本人"
    GUARDIAN = "guardian", "保護者（法定代理人）"
    AGENT = "agent", "本人が頼んだ代理人（委任状あり）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asked, and by what paper they were known."""

    asked_by: AskedBy
    identity_document: IdentityDocument


class AskedAboutGuarded(NotRecorded):
    """What is printed could tell where somebody lives: the desk that knows the case answers (D7)."""

    reason = "history_of_guarded"
    message = "この方の接種歴は、支援措置の担当がお答えします。担当課に引き継いでください。"


def answer(actor: Actor, resident_id: int, question: Question, on: date) -> bytes:
    """The sheet as PDF; that it was handed out is in the ledger with who asked and what they showed.

    Raises AskedAboutGuarded, and NotPrinted for a name no face can show.
    """
    sheet = record_sheet(resident_id, on)
    if sheet.subject.is_guarded:
        ledger.refusal(actor, "history.answered", PURPOSE, AskedAboutGuarded.reason, [resident_id])
        raise AskedAboutGuarded
    printed = render(FORM, _listing(sheet, on))
    details: dict[str, ledger.Code] = {
        "asked_by": question.asked_by.value,
        "identity_document": question.identity_document.value,
    }
    ledger.look(actor, "history.answered", PURPOSE, [resident_id], details)
    return printed


def _listing(sheet: RecordSheet, on: date) -> Listing:
    return listing(
        KIND,
        [_row(row) for row in sheet.rows if _is_told(row)],
        office=office_of(current_place().municipality).municipality,
        made_on=in_japanese(on),
        conditions=(
            Condition("氏名", PersonName(sheet.subject.name)),
            Condition("生年月日", in_japanese(sheet.subject.born_on)),
            Condition("宛名番号", sheet.subject.atena_number),
        ),
    )


def _is_told(row: SheetRow) -> bool:
    return row.ended is None and row.dose.entry.outcome is Outcome.GIVEN


def _row(row: SheetRow) -> tuple[Registered, ...]:
    entry, place = row.dose.entry, row.dose.entry.particulars
    series = rulebook_here().series.get(entry.series)
    number = (
        min((each.dose for each in row.verdict.counts_as), default=None) if row.verdict else None
    )
    return (
        in_japanese(entry.given_on),
        series.name if series else entry.series,
        f"{number}回目" if number else "",
        row.dose.legal.ja if row.dose.legal else "",
        entry.vaccine_name or "",
        entry.lot or "",
        f"{entry.volume_ml.normalize():f}mL" if entry.volume_ml else "",
        place.provider_name if place else "",
        (place.doctor or "") if place else "",
        entry.source.mark,
    )
