"""The privacy class of every column of the certificates' table (house.md §6, D14)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "vaccination_certificate": {
        "id": OPEN,
        "form_key": OPEN,
        "resident_id": OPEN,
        "kind": OPEN,
        "dose_ids": SENSITIVE,
        "applicant": OPEN,
        "identity_document": PERSONAL,
        "fiscal_year": OPEN,
        "number": OPEN,
        "issued_on": OPEN,
        "is_reissue": OPEN,
        "recorded_by": OPEN,
        "recorded_by_name": PERSONAL,
        "recorded_at": OPEN,
    },
}
