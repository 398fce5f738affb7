"""The privacy class of every column of the tables of payments (house.md §6, D14)."""

OPEN = "open"
PERSONAL = "personal"

FIELDS: dict[str, dict[str, str]] = {
    "clinic_payee": {
        "id": OPEN,
        "proposal_id": OPEN,
        "place": OPEN,
        "entered_by_name": PERSONAL,
        "checked_by_name": PERSONAL,
        "recorded_at": OPEN,
        "provider_code": OPEN,
        # of a doctor who works alone the account is a person's
        "bank_code": PERSONAL,
        "branch_code": PERSONAL,
        "kind": PERSONAL,
        "number": PERSONAL,
        "holder_kana": PERSONAL,
        "valid_from": OPEN,
        "valid_until": OPEN,
    },
    "bank_return": dict.fromkeys(("id", "sha256", "paid_on", "run_id", "registered_at"), OPEN),
    "bank_return_row": dict.fromkeys(
        (
            "id",
            "file_id",
            "row_number",
            "batch",
            "reference",
            "yen",
            "sign",
            "result",
            "outcome",
            "fate",
        ),
        OPEN,
    ),
    "failed_transfer": dict.fromkeys(
        (
            "id",
            "row_id",
            "clinic_list_id",
            "settlement_id",
            "payee_id",
            "refund_list_id",
            "decision_id",
            "marked_on",
            "failed_at",
        ),
        OPEN,
    ),
    "clinic_payment_list": {
        "id": OPEN,
        "listed_on": OPEN,
        "recorded_by": OPEN,
        "recorded_by_name": PERSONAL,
        "recorded_at": OPEN,
    },
    "clinic_payment": {
        "id": OPEN,
        "payment_list_id": OPEN,
        "settlement_id": OPEN,
        "payee_id": OPEN,
        "paid_on": OPEN,
        "marked_by_name": PERSONAL,
    },
}
