"""A certificate is issued to whoever proved who they are; every issue is an act in the ledger (C2, R21)."""

from dataclasses import dataclass
from uuid import UUID

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.insertion import inserted
from sesshu.ward.certificates.codes import Kind
from sesshu.ward.certificates.models import VaccinationCertificate
from sesshu.ward.certificates.situations import GuardedCertificate, NoCertificate, NotProvable
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.records.subject import subject_of
from sesshu.ward.vouchers.codes import IdentityDocument

PURPOSE = "予防接種済証の発行"
SITUATIONS: dict[str, type[NoCertificate]] = {
    "vaccination_certificate_is_about_standing_doses": NotProvable,
    "vaccination_certificate_is_guarded": GuardedCertificate,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which doses of one resident are to be proved, and who asked for it, shown by what."""

    form_key: UUID
    resident_id: int
    kind: Kind
    dose_ids: tuple[int, ...]
    applicant: Applicant
    identity_document: IdentityDocument


def issue(actor: Actor, asked: Asked) -> int:
    """Issue a certificate; its id. The same form sent twice is one.

    Raises NotProvable, GuardedCertificate, NoSuchResident.
    """
    if sent := VaccinationCertificate.objects.filter(form_key=asked.form_key).first():
        return sent.pk
    with ledger.act(actor, "certificate.issued", PURPOSE) as event:
        event.about(asked.resident_id)
        if subject_of(asked.resident_id).is_guarded:
            raise GuardedCertificate
        with situations_by_constraint(SITUATIONS):
            number = inserted("vaccination_certificate", _row(asked))
        event.detail(certificate=number, doses=list(asked.dose_ids))
        return number


def _row(asked: Asked) -> dict[str, object]:
    return {
        "form_key": asked.form_key,
        "resident_id": asked.resident_id,
        "kind": asked.kind.value,
        "dose_ids": list(asked.dose_ids),
        "applicant": asked.applicant.value,
        "identity_document": asked.identity_document.value,
    }
