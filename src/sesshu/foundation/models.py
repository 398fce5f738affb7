"""Every table of the foundation, so that Django finds them; each lives in the folder of its duty."""

from sesshu.foundation.accounts.models import (
    Account,
    DutyGrant,
    EnrolmentSlip,
    Environment,
    SecurityKey,
    Session,
    SignInCount,
    TotpSecret,
)
from sesshu.foundation.ledger.models import Entry, Epoch, Seal
from sesshu.foundation.media.models import (
    Medium,
    MediumCarrier,
    Recipient,
    RecipientPerson,
    TakeOut,
    TakeOutFile,
    TakeOutStep,
)
from sesshu.foundation.post.models import IncomingPaper, OutgoingPaper, PaperLine
from sesshu.foundation.runs.models import Run, RunCancellation, RunChunk
from sesshu.foundation.second_person.models import Proposal

__all__ = [
    "Account",
    "DutyGrant",
    "EnrolmentSlip",
    "Entry",
    "Environment",
    "Epoch",
    "IncomingPaper",
    "Medium",
    "MediumCarrier",
    "OutgoingPaper",
    "PaperLine",
    "Proposal",
    "Recipient",
    "RecipientPerson",
    "Run",
    "RunCancellation",
    "RunChunk",
    "Seal",
    "SecurityKey",
    "Session",
    "SignInCount",
    "TakeOut",
    "TakeOutFile",
    "TakeOutStep",
    "TotpSecret",
]
