"""The privacy class of every column of decisions about doses given wrong."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "mishap_decision": {
        "id": OPEN,
        "proposal_id": OPEN,
        "dose_id": OPEN,
        "error_class": SENSITIVE,
        "counts": SENSITIVE,
        "measure": SENSITIVE,
        "is_urgent": SENSITIVE,
        "decided_by_name": PERSONAL,
        "decided_at": OPEN,
    }
}
