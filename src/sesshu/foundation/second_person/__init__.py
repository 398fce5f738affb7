"""The second person: what one proposes takes effect when another approves exactly what was shown (R3, R5)."""

from sesshu.foundation.second_person.canonical import Content, NotCanonical
from sesshu.foundation.second_person.effects import NoEffect, takes_effect
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.second_person.operations import approve, decline, propose, withdraw
from sesshu.foundation.second_person.queries import (
    Waiting,
    count_waiting,
    proposal_of,
    queue,
    waiting_about,
)
from sesshu.foundation.second_person.situations import (
    AlreadyDecided,
    Expired,
    NoReason,
    NoSuchProposal,
    NotDecided,
    OwnProposal,
    ShownDiffers,
    SomebodyElsesProposal,
)
from sesshu.foundation.second_person.state import State

__all__ = [
    "AlreadyDecided",
    "Content",
    "Expired",
    "NoEffect",
    "NoReason",
    "NoSuchProposal",
    "NotCanonical",
    "NotDecided",
    "OwnProposal",
    "Proposal",
    "ShownDiffers",
    "SomebodyElsesProposal",
    "State",
    "Waiting",
    "approve",
    "count_waiting",
    "decline",
    "proposal_of",
    "propose",
    "queue",
    "takes_effect",
    "waiting_about",
    "withdraw",
]
