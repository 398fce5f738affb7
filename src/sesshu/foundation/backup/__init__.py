"""Backup and leaving: one municipality, whole, in one file that only the holders of two identities open.

The file holds every schema of the municipality, its keys and the seals of its ledgers. Roles, passwords
and grants are not in it: they are made anew from the grants files where it is restored (R10, R11).
"""

from sesshu.foundation.backup.dump import TooFewRecipients, back_up
from sesshu.foundation.backup.load import AlreadyLives, NotWhole, restore

__all__ = ["AlreadyLives", "NotWhole", "TooFewRecipients", "back_up", "restore"]
