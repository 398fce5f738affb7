"""The privacy class of every column of the post (house.md §6). A body may hold anything of a person."""

from typing import Final

OPEN: Final = "open"
SENSITIVE: Final = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "outgoing_paper": {
        "id": OPEN,
        "paper_id": OPEN,
        "kind": OPEN,
        "version": OPEN,
        "receiver": OPEN,
        "made_at": OPEN,
        "body": SENSITIVE,
        "body_sha256": OPEN,
        "sequence": OPEN,
        "key_number": OPEN,
        "signature": OPEN,
        "delivered_at": OPEN,
    },
    "incoming_paper": {
        "paper_id": OPEN,
        "sender": OPEN,
        "sequence": OPEN,
        "kind": OPEN,
        "version": OPEN,
        "made_at": OPEN,
        "received_at": OPEN,
        "envelope": SENSITIVE,
        "state": OPEN,
        "attempts": OPEN,
        "worked_at": OPEN,
        "reason": OPEN,
    },
    "paper_line": {"id": OPEN, "direction": OPEN, "system": OPEN, "next_sequence": OPEN},
}
