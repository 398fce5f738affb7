"""Where somebody stays: bound to the application by a salted hash, stored apart from it (D3)."""

import hashlib
import secrets
from dataclasses import asdict, fields

from sesshu.foundation.second_person import Proposal
from sesshu.ward.letters.application import Stay
from sesshu.ward.letters.models import GuardedRequestLetterStay, RequestLetterStay
from sesshu.ward.residents.sides import GUARDED, ORDINARY, Side

SEPARATOR = "\x1f"
TABLES: dict[Side, type[RequestLetterStay] | type[GuardedRequestLetterStay]] = {
    ORDINARY: RequestLetterStay,
    GUARDED: GuardedRequestLetterStay,
}


def new_salt() -> str:
    """Enough chance that nobody finds an address by trying all of them."""
    return secrets.token_hex(16)


def sealed(stay: Stay, salt: str) -> str:
    """SHA-256 in hexadecimal digits; the database computes the same before it stores the stay."""
    parts = (
        salt,
        stay.municipality,
        stay.address,
        stay.addressee_name,
        stay.provider_name or "",
        stay.provider_address or "",
        stay.applicant_name,
        stay.mail_postal_code or "",
        stay.mail_address or "",
    )
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def store(
    stay: Stay, salt: str, proposal: Proposal, resident_id: int, side: Side = ORDINARY
) -> None:
    """Beside the application, or behind the wall for a guarded resident."""
    TABLES[side].objects.create(
        proposal_id=proposal.pk, resident_id=resident_id, salt=salt, **asdict(stay)
    )


def stays_of(proposal_ids: list[int], side: Side = ORDINARY) -> dict[int, Stay]:
    """Those that the zone of a side may read, by application."""
    rows = TABLES[side].objects.using(side.zone).filter(proposal_id__in=proposal_ids)
    return {
        row.proposal_id: Stay(**{field.name: getattr(row, field.name) for field in fields(Stay)})
        for row in rows
    }
