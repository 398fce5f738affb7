"""予防接種済証 as PDF, made when somebody opens it (F06)."""

from sesshu.documents import render
from sesshu.documents.vaccination_certificate import FORM, Certificate, Certificates, Given
from sesshu.foundation.walls import current_place
from sesshu.kernel.eras import in_japanese
from sesshu.schedule.types import Rulebook
from sesshu.ward.certificates.codes import PRINTED, Kind
from sesshu.ward.certificates.queries import Issued
from sesshu.ward.certificates.situations import CorrectedSince, GuardedCertificate
from sesshu.ward.letters.paper import person_on_paper
from sesshu.ward.letters.web.words import number_in_words
from sesshu.ward.offices import office_of
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.residents.queries import Resident

NOT_WRITTEN = "記録なし"


def certificate_pdf(issued: Issued, resident: Resident, rulebook: Rulebook) -> bytes:
    """The certificate in the order of its doses. Raises GuardedCertificate, CorrectedSince, NotPrinted."""
    row = issued.certificate
    if resident.is_guarded:
        raise GuardedCertificate
    if not issued.holds:
        raise CorrectedSince
    doses = sorted(issued.doses, key=lambda dose: (dose.entry.given_on, dose.entry.series))
    drawn = Certificate(
        kind=PRINTED[Kind(row.kind)],
        number=number_in_words(row.fiscal_year, row.number),
        issued_on=in_japanese(row.issued_on),
        person=person_on_paper(resident),
        doses=tuple(_given(dose, rulebook) for dose in doses),
        reissued=row.is_reissue,
    )
    office = office_of(current_place().municipality)
    return render(FORM, Certificates(office=office, certificates=(drawn,)))


def _given(dose: RecordedDose, rulebook: Rulebook) -> Given:
    entry, place = dose.entry, dose.entry.particulars
    series = rulebook.series.get(entry.series)
    return Given(
        series=series.name if series else entry.series,
        dose=f"{dose.dose_number}回目" if dose.dose_number else NOT_WRITTEN,
        given_on=in_japanese(entry.given_on),
        product=entry.vaccine_name or NOT_WRITTEN,
        lot=entry.lot or NOT_WRITTEN,
        provider=place.provider_name if place else NOT_WRITTEN,
    )
