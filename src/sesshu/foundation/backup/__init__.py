"""Backup and leaving: one municipality, whole, in one file that only the holders of two identities open.

The file holds every schema of the municipality, its keys and the seals of its ledgers. Roles, passwords
and grants are not in it: they are made anew from the grants files where it is restored (R10, R11).
"""

from sesshu.foundation.backup.archive import CutShort
from sesshu.foundation.backup.dump import TooFewRecipients, back_up
from sesshu.foundation.backup.load import AlreadyLives, NotOurs, NotWhole, restore
from sesshu.foundation.backup.programs import ProgramFailed
from sesshu.foundation.backup.sealed_pipe import NoRecipient, WrongIdentity

__all__ = [
    "AlreadyLives",
    "CutShort",
    "NoRecipient",
    "NotOurs",
    "NotWhole",
    "ProgramFailed",
    "TooFewRecipients",
    "WrongIdentity",
    "back_up",
    "restore",
]
