"""The privacy class of every column of the media ledger (house.md §6).

Conditions say which residents were asked for; purposes and proofs are typed by staff. A file is held
encrypted, for as long as it waits to be fetched.
"""

from typing import Final

OPEN: Final = "open"
PERSONAL: Final = "personal"
SENSITIVE: Final = "sensitive"

REGISTERED = {
    "id": OPEN,
    "registered_by": OPEN,
    "registered_by_name": PERSONAL,
    "registered_at": OPEN,
    "withdrawn_by": OPEN,
    "withdrawn_by_name": PERSONAL,
    "withdrawn_at": OPEN,
    "withdrawal_reason": PERSONAL,
}
FIELDS: dict[str, dict[str, str]] = {
    "medium": {
        **REGISTERED,
        "number": OPEN,
        "kind": OPEN,
        "purpose": OPEN,
        "disposal_method": OPEN,
        "disposal_proof": PERSONAL,
    },
    "medium_carrier": {**REGISTERED, "medium_id": OPEN, "account_id": OPEN},
    "recipient": {
        **REGISTERED,
        "name": OPEN,
        "kind": OPEN,
        "work": OPEN,
        "list_kinds": OPEN,
        "medium_kind": OPEN,
        "handlers_most": OPEN,
        "residents_most": OPEN,
        "contract_from": OPEN,
        "contract_until": OPEN,
    },
    "recipient_person": {**REGISTERED, "recipient_id": OPEN, "name": PERSONAL, "role": OPEN},
    "take_out": {
        "id": OPEN,
        "proposal_id": OPEN,
        "list_kind": OPEN,
        "conditions": SENSITIVE,
        "columns": OPEN,
        "residents": OPEN,
        "file_format": OPEN,
        "purpose": PERSONAL,
        "legal_basis": OPEN,
        "recipient_id": OPEN,
        "medium_id": OPEN,
        "due_on": OPEN,
        "asked_by": OPEN,
        "asked_by_name": PERSONAL,
        "asked_at": OPEN,
    },
    "take_out_file": {
        "take_out_id": OPEN,
        "name": OPEN,
        "content": SENSITIVE,
        "sealed_passphrase": SENSITIVE,
        "sha256": OPEN,
        "size": OPEN,
        "residents": OPEN,
        "made_by_name": PERSONAL,
        "made_at": OPEN,
        "expires_at": OPEN,
        "erased_at": OPEN,
        "is_empty": OPEN,
    },
    "take_out_step": {
        "id": OPEN,
        "take_out_id": OPEN,
        "step": OPEN,
        "person_id": OPEN,
        "method": OPEN,
        "proof": PERSONAL,
        "taken_by": OPEN,
        "taken_by_name": PERSONAL,
        "taken_at": OPEN,
    },
}
