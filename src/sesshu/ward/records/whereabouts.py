"""Where and by whom a dose was given: bound to the proposal by a salted hash, stored apart from it (D3)."""

import hashlib
import secrets

from sesshu.foundation.second_person import Proposal
from sesshu.ward.records.entry import Particulars
from sesshu.ward.records.models import DoseParticulars, GuardedDose
from sesshu.ward.records.subject import Subject

SEPARATOR = "\x1f"


def new_salt() -> str:
    """Enough chance that nobody finds a provider by trying all of them."""
    return secrets.token_hex(16)


def sealed(particulars: Particulars, salt: str) -> str:
    """SHA-256 in hexadecimal digits; the database computes the same before it stores them."""
    parts = (
        salt,
        particulars.provider_code or "",
        particulars.provider_name,
        particulars.doctor or "",
        particulars.note or "",
        particulars.stated_reason or "",
    )
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def store(particulars: Particulars, salt: str, proposal: Proposal, subject: Subject) -> None:
    """Beside the proposal, or behind the wall for a guarded resident."""
    table = GuardedDose if subject.is_guarded else DoseParticulars
    table.objects.create(
        proposal_id=proposal.pk,
        resident_id=subject.id,
        salt=salt,
        provider_code=particulars.provider_code,
        provider_name=particulars.provider_name,
        doctor=particulars.doctor,
        note=particulars.note,
        stated_reason=particulars.stated_reason,
    )


def particulars_of(proposal_ids: list[int]) -> dict[int, Particulars]:
    """Those that ordinary zones may read, by proposal; a guarded resident's are not among them."""
    return {
        row.proposal_id: Particulars(
            provider_code=row.provider_code,
            provider_name=row.provider_name,
            doctor=row.doctor,
            note=row.note,
            stated_reason=row.stated_reason,
        )
        for row in DoseParticulars.objects.filter(proposal_id__in=proposal_ids)
    }


def name_of_provider(provider_code: str) -> str:
    """The name that was last entered with a code; empty for a code nobody entered."""
    known = DoseParticulars.objects.filter(provider_code=provider_code).order_by("-proposal_id")
    return known.values_list("provider_name", flat=True).first() or ""
