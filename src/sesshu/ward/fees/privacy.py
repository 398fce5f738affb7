"""The privacy class of every column of the tables of fees (house.md §6, D14, D21)."""

OPEN = "open"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "welfare_file": dict.fromkeys(
        (
            "id",
            "file_id",
            "sha256",
            "month",
            "created_at",
            "row_count",
            "run_id",
            "registered_at",
        ),
        OPEN,
    ),
    "welfare_status": {
        "id": OPEN,
        "file_id": OPEN,
        "line_number": OPEN,
        "resident_id": SENSITIVE,
        "ground": SENSITIVE,
        "valid_from": SENSITIVE,
        "valid_until": SENSITIVE,
        "is_revoked": SENSITIVE,
    },
    "welfare_standing": dict.fromkeys(
        ("resident_id", "ground", "valid_from", "valid_until", "file_id"), SENSITIVE
    ),
    "welfare_rejected_row": {
        "id": OPEN,
        "file_id": OPEN,
        "line_number": OPEN,
        "raw": SENSITIVE,
        "faults": OPEN,
        "corrected": SENSITIVE,
        "corrected_by": OPEN,
        "settled_at": OPEN,
    },
    "tax_status": {
        "id": OPEN,
        "resident_id": SENSITIVE,
        "fiscal_year": OPEN,
        "tax_class": SENSITIVE,
        "recorded_by": OPEN,
        "recorded_by_name": OPEN,
        "recorded_at": OPEN,
    },
}
