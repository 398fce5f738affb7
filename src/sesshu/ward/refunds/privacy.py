"""The privacy class of every column of the refunds' tables (house.md §6, D14)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

_RECORDED = {"recorded_by": OPEN, "recorded_by_name": PERSONAL, "recorded_at": OPEN}

_EVIDENCE = {
    "id": OPEN,
    "application_id": OPEN,
    "kind": OPEN,
    "media_type": OPEN,
    "content": SENSITIVE,
    **_RECORDED,
}

FIELDS: dict[str, dict[str, str]] = {
    "refund_application": {
        "id": OPEN,
        "form_key": OPEN,
        "resident_id": OPEN,
        "dose_id": OPEN,
        "applicant": OPEN,
        "applicant_name": PERSONAL,
        "received_on": OPEN,
        "paid_on": PERSONAL,
        "claimed_yen": PERSONAL,
        "fee_exempt": SENSITIVE,
        **_RECORDED,
    },
    "refund_evidence": _EVIDENCE,
    "guarded_refund_evidence": _EVIDENCE,
    "refund_account": {
        "application_id": OPEN,
        "bank_code": SENSITIVE,
        "branch_code": SENSITIVE,
        "kind": SENSITIVE,
        "number": SENSITIVE,
        "holder_kana": SENSITIVE,
        "erased_at": OPEN,
    },
    "refund_account_draft": {
        "id": OPEN,
        "proposal_id": OPEN,
        "application_id": OPEN,
        "salt": SENSITIVE,
        "bank_code": SENSITIVE,
        "branch_code": SENSITIVE,
        "kind": SENSITIVE,
        "number": SENSITIVE,
        "holder_kana": SENSITIVE,
        "erased_at": OPEN,
    },
    "refund_decision": {
        "id": OPEN,
        "proposal_id": OPEN,
        "application_id": OPEN,
        "resident_id": OPEN,
        "dose_id": OPEN,
        "outcome": PERSONAL,
        "reason": SENSITIVE,
        "note": SENSITIVE,
        "claimed_yen": PERSONAL,
        "most_yen": PERSONAL,
        "amount_yen": PERSONAL,
        "fiscal_year": OPEN,
        "number": OPEN,
        "decided_on": OPEN,
        "asked_by_name": PERSONAL,
        "decided_by_name": PERSONAL,
        "recorded_at": OPEN,
    },
    "refund_payment_list": {
        "id": OPEN,
        "listed_on": OPEN,
        "of_guarded": OPEN,
        **_RECORDED,
    },
    "refund_payment": {
        "id": OPEN,
        "payment_list_id": OPEN,
        "decision_id": OPEN,
        "paid_on": PERSONAL,
        "marked_by_name": PERSONAL,
    },
}
