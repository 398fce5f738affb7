"""The privacy class of every column of the proposals (house.md §6).

A payload holds what is proposed, a dose or an address among it; reasons are typed by staff.
"""

from typing import Final

OPEN: Final = "open"
PERSONAL: Final = "personal"
SENSITIVE: Final = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "proposal": {
        "id": OPEN,
        "kind": OPEN,
        "payload": SENSITIVE,
        "payload_sha256": OPEN,
        "subjects": PERSONAL,
        "reason": SENSITIVE,
        "proposed_by": OPEN,
        "proposed_by_name": PERSONAL,
        "proposed_at": OPEN,
        "expires_at": OPEN,
        "state": OPEN,
        "decided_by": OPEN,
        "decided_by_name": PERSONAL,
        "decided_at": OPEN,
        "decided_sha256": OPEN,
        "decision_reason": SENSITIVE,
    },
}
