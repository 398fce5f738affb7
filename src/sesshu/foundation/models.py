"""Every table of the foundation, so that Django finds them; each lives in the folder of its duty."""

from sesshu.foundation.ledger.models import Entry, Epoch, Seal

__all__ = ["Entry", "Epoch", "Seal"]
