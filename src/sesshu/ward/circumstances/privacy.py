"""The privacy class of every column of what is known of a person (要配慮個人情報)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

_SHOWN = {
    "id": OPEN,
    "resident_id": OPEN,
    "kind": SENSITIVE,
    "antigen": SENSITIVE,
    "from_on": SENSITIVE,
    "until_on": SENSITIVE,
    "shown_by": SENSITIVE,
    "recorded_by_name": PERSONAL,
    "checked_by_name": PERSONAL,
    "recorded_at": OPEN,
}
FIELDS: dict[str, dict[str, str]] = {
    "circumstance": _SHOWN | {"proposal_id": OPEN, "supersedes_id": OPEN, "is_cancelled": OPEN},
    "circumstance_timeline": _SHOWN | {"replaced_at": OPEN},
}
