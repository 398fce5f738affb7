"""Reading certificates: what may be proved of a person, what was, and whether it still holds."""

from dataclasses import dataclass

from sesshu.ward.certificates.codes import PROVES, Kind
from sesshu.ward.certificates.models import VaccinationCertificate
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.codes import Outcome
from sesshu.ward.records.queries import RecordedDose, doses_of


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with the doses it names; without one that was corrected or cancelled since."""

    certificate: VaccinationCertificate
    doses: tuple[RecordedDose, ...]

    @property
    def holds(self) -> bool:
        """Whether every dose stands as it was proved."""
        return len(self.doses) == len(self.certificate.dose_ids)


def provable(resident_id: int) -> list[tuple[RecordedDose, Kind]]:
    """The doses that may be proved, the newest first, each with its form."""
    return [
        (dose, PROVES[dose.legal])
        for dose in reversed(doses_of(resident_id))
        if dose.legal in PROVES and dose.error is None and dose.entry.outcome is Outcome.GIVEN
    ]


def issued_to(resident_id: int) -> tuple[Issued, ...]:
    """The certificates of a person under any 宛名, newest first."""
    numbers = numbers_of([resident_id])[resident_id]
    found = VaccinationCertificate.objects.filter(resident_id__in=numbers).order_by("-id")
    standing = {dose.id: dose for dose in doses_of(resident_id)}
    return tuple(
        Issued(each, tuple(standing[one] for one in each.dose_ids if one in standing))
        for each in found
    )


def issued(resident_id: int, certificate_id: int) -> Issued | None:
    """One of them; None if there is none."""
    found = (each for each in issued_to(resident_id) if each.certificate.pk == certificate_id)
    return next(found, None)
