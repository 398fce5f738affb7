"""What an application for a refund says, before anybody has decided about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sesshu.ward.letters.codes import Applicant
from sesshu.ward.payments.account import Account
from sesshu.ward.refunds.codes import EvidenceKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """A scan as it came."""

    kind: EvidenceKind
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One dose of one resident, paid for elsewhere; `claimed_yen` is what the receipt says."""

    form_key: UUID
    resident_id: int
    dose_id: int
    applicant: Applicant
    applicant_name: str
    received_on: date
    paid_on: date
    claimed_yen: int
    fee_exempt: bool = False
    """Whether the person pays no share of their own (welfare and the like), by what was shown."""
    account: Account
    evidence: tuple[Evidence, ...]
