"""The ledger: who did, saw or was refused what, when and what for. Added to, sealed, never changed (R4)."""

from sesshu.foundation.ledger.acts import NestedAct, act, population_run, refusal
from sesshu.foundation.ledger.append import InsideTransaction
from sesshu.foundation.ledger.codes import Code, NotACode
from sesshu.foundation.ledger.event import Event, NoPurpose, Refused
from sesshu.foundation.ledger.looks import look, look_each

__all__ = [
    "Code",
    "Event",
    "InsideTransaction",
    "NestedAct",
    "NoPurpose",
    "NotACode",
    "Refused",
    "act",
    "look",
    "look_each",
    "population_run",
    "refusal",
]
