"""Forms as PDF, with what the ward says of itself; nobody's data are in them."""

from collections.abc import Iterator
from datetime import date

from sesshu.documents import render
from sesshu.documents.application_form import FORM as APPLICATION
from sesshu.documents.application_form import forms_on, sheets_of
from sesshu.documents.return_envelope import FORM as ENVELOPE
from sesshu.documents.return_envelope import ReturnEnvelope
from sesshu.documents.screening_form import FORM as SCREENING
from sesshu.documents.screening_form import has_form, specimen
from sesshu.foundation.walls import current_place
from sesshu.schedule.types import Rulebook
from sesshu.ward.letters.practice import practice_of as letters_practice
from sesshu.ward.offices import office_of
from sesshu.ward.refunds.practice import practice_of as refunds_practice
from sesshu.ward.vouchers.applications import TEXT

MONTHS = 12
UNTOLD = "区の定める期間"


def application_forms(on: date) -> list[tuple[str, str, str]]:
    """Code, title and for whom, of each application form of a day."""
    return [(each.code, each.title, each.use) for each in forms_on(on)]


def application_pdf(code: str, on: date, *, example: bool, large: bool) -> bytes:
    """A form, empty or as its 記入例. Raises NoSuchForm, NotPrinted."""
    office, values = office_of(current_place().municipality), values_on(on)
    return render(
        APPLICATION, sheets_of(code, on, office, values, examples=(example,), large=large)
    )


def screening_examples(on: date, rulebook: Rulebook) -> Iterator[tuple[str, str, bool]]:
    """Code and name of each series whose 予診票 has a 記入例 on a day; True for a child who comes alone."""
    for code, series in rulebook.series.items():
        if any(version.holds_on(on) for version in series.versions):
            for alone in (False, True):
                if has_form(code, on, alone=alone):
                    yield code, series.name, alone


def screening_pdf(series: str, on: date, rulebook: Rulebook, *, alone: bool, large: bool) -> bytes:
    """The 記入例 of a 予診票. Raises KeyError for no series, NoSuchForm, NotPrinted."""
    office, name = office_of(current_place().municipality), rulebook.series[series].name
    return render(SCREENING, specimen(series, name, on, office, alone=alone, large=large))


def envelope_pdf() -> bytes:
    """The envelope that brings a form back to the desk. Raises NotPrinted."""
    return render(ENVELOPE, ReturnEnvelope(office=office_of(current_place().municipality)))


def values_on(on: date) -> dict[str, str]:
    """What this ward says of itself on its forms: days, months, and the text that is agreed to (R20)."""
    municipality = current_place().municipality
    return {
        "days": str(letters_practice(municipality).apply_days_before),
        "months": limit_in_words(refunds_practice(municipality).months_on(on)),
        "consent": TEXT,
    }


def limit_in_words(months: int | None) -> str:
    """1年, 18か月; the ward's own words where it told nothing."""
    if months is None:
        return UNTOLD
    return f"{months // MONTHS}年" if months % MONTHS == 0 else f"{months}か月"
