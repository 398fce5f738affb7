"""The privacy class of every column of the ledger (house.md §6).

Subjects are ids of residents: together with action and purpose they tell who was dealt with for what.
"""

from typing import Final

OPEN: Final = "open"
PERSONAL: Final = "personal"

FIELDS: dict[str, dict[str, str]] = {
    "ledger_entry": {
        "id": OPEN,
        "epoch": OPEN,
        "at": OPEN,
        "kind": OPEN,
        "action": OPEN,
        "actor_account": OPEN,
        "actor_name": PERSONAL,
        "terminal": PERSONAL,
        "role": OPEN,
        "txid": OPEN,
        "purpose": OPEN,
        "reason": OPEN,
        "subjects": PERSONAL,
        "details": PERSONAL,
    },
    "ledger_epoch": {"number": OPEN, "opened_at": OPEN, "reason": OPEN},
    "ledger_seal": {
        "number": OPEN,
        "epoch": OPEN,
        "sealed_at": OPEN,
        "entry_epoch": OPEN,
        "first_txid": OPEN,
        "first_entry": OPEN,
        "last_txid": OPEN,
        "last_entry": OPEN,
        "entry_count": OPEN,
        "entries_sha256": OPEN,
        "previous_sha256": OPEN,
        "sha256": OPEN,
        "key_number": OPEN,
        "signature": OPEN,
    },
}
