"""The privacy class of every column of the tables of claims files (house.md §6, D14)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "claims_file": dict.fromkeys(
        (
            "id",
            "file_id",
            "sha256",
            "federation",
            "month",
            "created_at",
            "stated_rows",
            "stated_yen",
            "run_id",
            "registered_at",
        ),
        OPEN,
    ),
    "claims_line": {
        "id": OPEN,
        "file_id": OPEN,
        "line_number": OPEN,
        "claim_number": OPEN,
        "resident_id": SENSITIVE,
        "dose_id": SENSITIVE,
        "text": SENSITIVE,
        "state": OPEN,
        "faults": OPEN,
        "corrected": SENSITIVE,
        "corrected_by": OPEN,
    },
    "guarded_claims_line": {"line_id": OPEN, "text": SENSITIVE},
    "claims_return": {
        "id": OPEN,
        "line_id": OPEN,
        "cause": SENSITIVE,
        "recorded_by": OPEN,
        "recorded_by_name": OPEN,
        "recorded_at": OPEN,
    },
    "claims_outcome": {
        "id": OPEN,
        "settlement_id": OPEN,
        "line_id": OPEN,
        "treatment": OPEN,
        "finding": OPEN,
        "cause": SENSITIVE,
        "yen": OPEN,
    },
}
