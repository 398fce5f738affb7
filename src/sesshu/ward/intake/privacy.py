"""The privacy class of every column of the tables of files taken in (house.md §6)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "intake_check": dict.fromkeys(
        (
            "id",
            "check_id",
            "situation",
            "channel",
            "level",
            "may_override",
            "valid_from",
            "valid_until",
            "source",
            "proposal_id",
            "place",
            "recorded_at",
        ),
        OPEN,
    )
    | dict.fromkeys(("entered_by_name", "checked_by_name"), PERSONAL),
    "intake_sample_size": dict.fromkeys(
        ("id", "channel", "per_mille", "at_least", "valid_from", "valid_until", "source"), OPEN
    ),
    "intake_file": dict.fromkeys(
        (
            "id",
            "file_id",
            "sha256",
            "channel",
            "provider_code",
            "month",
            "created_at",
            "stated_rows",
            "stated_given",
            "stated_screened",
            "run_id",
            "registered_at",
        ),
        OPEN,
    ),
    "intake_row": {
        "id": OPEN,
        "file_id": OPEN,
        "line_number": OPEN,
        "resident_id": OPEN,
        "text": SENSITIVE,
        "outcome": SENSITIVE,
        "state": OPEN,
        "findings": SENSITIVE,
        "corrected": SENSITIVE,
        "chosen_id": OPEN,
        "corrected_by": OPEN,
        "corrected_at": OPEN,
        "stated_reason": SENSITIVE,
        "stated_by": OPEN,
        "dropped_reason": SENSITIVE,
        "dropped_by": OPEN,
        "proposal_id": OPEN,
        "submission_id": OPEN,
    },
    "intake_submission": dict.fromkeys(("id", "file_id", "run_id", "proposal_id"), OPEN),
    "guarded_intake_row": {
        "row_id": OPEN,
        "text": SENSITIVE,
        "image": SENSITIVE,
        "findings": SENSITIVE,
    },
    "guarded_intake_settlement": {
        "id": OPEN,
        "row_id": OPEN,
        "proposal_id": OPEN,
        "reason": SENSITIVE,
        "settled_by": OPEN,
        "settled_at": OPEN,
    },
    "intake_image": {
        "row_id": OPEN,
        "media_type": OPEN,
        "sha256": OPEN,
        "content": SENSITIVE,
    },
    "intake_sample": {
        "id": OPEN,
        "submission_id": OPEN,
        "row_id": OPEN,
        "matches": OPEN,
        "compared_by": OPEN,
        "compared_at": OPEN,
    },
}
