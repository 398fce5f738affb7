"""The privacy class of every column of reports of adverse reactions (要配慮個人情報)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "reaction_report": {
        "id": OPEN,
        "proposal_id": OPEN,
        "dose_id": OPEN,
        "symptom": SENSITIVE,
        "symptom_words": SENSITIVE,
        "onset_on": SENSITIVE,
        "severity": SENSITIVE,
        "course": SENSITIVE,
        "told_by": OPEN,
        "told_on": SENSITIVE,
        "received_on": OPEN,
        "supersedes_id": OPEN,
        "is_cancelled": OPEN,
        "recorded_by_name": PERSONAL,
        "checked_by_name": PERSONAL,
        "recorded_at": OPEN,
    },
    "reaction_forwarding": {
        "id": OPEN,
        "report_id": OPEN,
        "handed_to": OPEN,
        "handed_on": OPEN,
        "recorded_by": OPEN,
        "recorded_by_name": PERSONAL,
        "recorded_at": OPEN,
    },
}
