"""The privacy class of every column of persons (house.md §6). No 個人番号 is among them yet."""

from typing import Final

OPEN: Final = "open"
PERSONAL: Final = "personal"

FIELDS: dict[str, dict[str, str]] = {
    "person": {"id": OPEN, "integrated_number": PERSONAL, "issued_at": OPEN},
    "person_atena": {
        "id": OPEN,
        "atena_number": PERSONAL,
        "person_id": PERSONAL,
        "bound_at": OPEN,
    },
    "person_change": {
        "id": OPEN,
        "atena_id": PERSONAL,
        "reason": PERSONAL,
        "changed_on": PERSONAL,
        "paper_id": OPEN,
        "position": OPEN,
        "told_at": OPEN,
        "recorded_at": OPEN,
    },
}
