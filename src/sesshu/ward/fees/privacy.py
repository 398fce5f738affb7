"""The privacy class of every column of the tables of fees (house.md §6, D14, D21)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

_RECORDED = {"recorded_by": OPEN, "recorded_by_name": OPEN, "recorded_at": OPEN}

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
        **_RECORDED,
    },
    "unit_price": dict.fromkeys(
        (
            "id",
            "proposal_id",
            "place",
            "contract",
            "product",
            "series",
            "outcome",
            "yen",
            "valid_from",
            "valid_until",
            "recorded_at",
        ),
        OPEN,
    )
    | {"entered_by_name": PERSONAL, "checked_by_name": PERSONAL},
    "budget": dict.fromkeys(
        ("id", "proposal_id", "place", "fiscal_year", "series", "yen", "recorded_at"), OPEN
    )
    | {"entered_by_name": PERSONAL, "checked_by_name": PERSONAL},
    "payment_exclusion": {"id": OPEN, "dose_id": OPEN, "cause": SENSITIVE, **_RECORDED},
    "clinic_claim": {"id": OPEN, "provider_code": OPEN, "month": OPEN, **_RECORDED},
    "clinic_claim_line": dict.fromkeys(
        ("id", "claim_id", "series", "outcome", "doses", "yen"), OPEN
    ),
    "settlement": dict.fromkeys(
        (
            "id",
            "proposal_id",
            "provider_code",
            "month",
            "yen",
            "claim_id",
            "claims_file_id",
            "settled_at",
        ),
        OPEN,
    ),
    "settlement_line": dict.fromkeys(
        (
            "id",
            "settlement_id",
            "month",
            "series",
            "outcome",
            "unit_yen",
            "charge_yen",
            "doses",
            "treatment",
            "reason",
        ),
        OPEN,
    ),
    "settled_dose": {
        "id": OPEN,
        "dose_id": OPEN,
        "first_dose_id": OPEN,
        "turn": OPEN,
        "claims_line_id": OPEN,
        "sign": OPEN,
        "unit_yen": OPEN,
        "charge_yen": SENSITIVE,
    },
}
