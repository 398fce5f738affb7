"""Letters as PDF, made when somebody opens them: no file with names lies about.

The applicant hands the letter over: in the window of its envelope stands the office it is addressed to.
"""

from sesshu.documents import render
from sesshu.documents.forms import Address
from sesshu.documents.official_letter import FORM, Letter, OfficialLetters, reply_form
from sesshu.documents.official_letter import completion_report as drawn_report
from sesshu.documents.official_letter import request_letter as drawn_letter
from sesshu.documents.person import Person, person
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import fiscal_year_begins
from sesshu.kernel.eras import era_of
from sesshu.schedule.types import Rulebook
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.letters.models import CompletionReport
from sesshu.ward.letters.queries import Letter as Issued
from sesshu.ward.letters.situations import NotPrintable
from sesshu.ward.offices import office_of
from sesshu.ward.residents.queries import Resident

FEMALE = "2"
NOT_WRITTEN = "記入なし"


def letter_pdf(letter: Issued, resident: Resident, rulebook: Rulebook) -> bytes:
    """依頼書 (F08), and behind it the 実施報告書 to be posted back; of guarded people without their address.

    Raises NotPrintable where the stay lies on the other side, MissingGlyph.
    """
    if letter.stay is None:
        raise NotPrintable
    stay, office = letter.stay, office_of(current_place().municipality)
    drawn = drawn_letter(
        number=number_on_paper(letter.fiscal_year, letter.number),
        issued_on=letter.issued_on,
        reader=stay.addressee_name,
        address=None,
        person=person_on_paper(resident),
        guardian=stay.applicant_name if letter.applicant is Applicant.GUARDIAN else "",
        vaccinations=_vaccinations(letter, rulebook),
        stay=stay.address,
        provider="　".join(filter(None, (stay.provider_name, stay.provider_address))),
        valid_from=letter.planned_from,
        valid_until=letter.planned_until,
        reason=letter.reason.label,
        payer=office.municipality,
    )
    reply = reply_form(
        letter_number=number_on_paper(letter.fiscal_year, letter.number),
        issued_on=letter.issued_on,
        office=office,
        person=person_on_paper(resident),
        vaccinations=_vaccinations(letter, rulebook),
    )
    return _printed(drawn, reply)


def _vaccinations(letter: Issued, rulebook: Rulebook) -> tuple[str, ...]:
    return tuple(
        f"{rulebook.series[each.series].name}　{each.dose}回目" for each in letter.vaccinations
    )


def report_pdf(report: CompletionReport, series: str) -> bytes:
    """実施報告書 (F10); `series` in words. The scan goes with it as it is. Raises MissingGlyph."""
    drawn = drawn_report(
        number=number_on_paper(report.fiscal_year, report.number),
        issued_on=report.issued_on,
        reader=report.mayor,
        address=None,
        letter_number=report.letter_number,
        letter_on=report.letter_on,
        person=person(
            name=report.name,
            kana=report.name_kana,
            born_on=report.birth_on,
            sex="F" if report.sex == FEMALE else "M",
            address=Address("", (report.address,)),
        ),
        vaccination=f"{series}　{report.dose}回目",
        given_on=report.given_on,
        vaccine=report.vaccine_name,
        lot=report.lot,
        volume=f"{report.volume_ml.normalize()} mL" if report.volume_ml else NOT_WRITTEN,
        provider=report.provider_name,
        doctor=report.doctor,
    )
    return _printed(drawn)


def number_on_paper(fiscal_year: int, number: int) -> str:
    """8予接第12号: the year of its era, as official letters are numbered."""
    era = era_of(fiscal_year_begins(fiscal_year))
    return f"{fiscal_year - era.first_year + 1}予接第{number}号"


def _printed(*letters: Letter) -> bytes:
    office = office_of(current_place().municipality)
    return render(FORM, OfficialLetters(office=office, letters=letters))


def person_on_paper(resident: Resident) -> Person:
    """A resident who is not guarded, as letters name them."""
    code = resident.postal_code or ""
    lines = tuple(filter(None, (resident.address, resident.building)))
    return person(
        name=resident.name,
        kana=resident.name_kana,
        born_on=resident.birth_on,
        sex="F" if resident.sex == FEMALE else "M",
        address=Address(f"{code[:3]}-{code[3:]}" if code else "", lines),
    )
