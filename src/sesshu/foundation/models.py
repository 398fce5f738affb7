"""Every table of the foundation, so that Django finds them; each lives in the folder of its duty."""

from sesshu.foundation.ledger.models import Entry, Epoch, Seal
from sesshu.foundation.second_person.models import Proposal

__all__ = ["Entry", "Epoch", "Proposal", "Seal"]
