"""The privacy class of every column of the vouchers' tables (house.md §6)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

_RECORDED = {"recorded_by": OPEN, "recorded_by_name": PERSONAL, "recorded_at": OPEN}
_OFFER = {
    "resident_id": OPEN,
    "series": SENSITIVE,
    "dose": SENSITIVE,
    "for_year": SENSITIVE,
    "pregnancy_id": SENSITIVE,
}

FIELDS: dict[str, dict[str, str]] = {
    "issue_conditions": {"id": OPEN, "name": OPEN, "content": OPEN, **_RECORDED},
    "issue_run": {
        "id": OPEN,
        "name": OPEN,
        "conditions": OPEN,
        "base_on": OPEN,
        "until_on": OPEN,
        "release": OPEN,
        **_RECORDED,
    },
    "issue_candidate": {
        "id": OPEN,
        "issue_run_id": OPEN,
        **_OFFER,
        "earliest_on": SENSITIVE,
        "last_on": SENSITIVE,
        "is_guarded": SENSITIVE,
        "excluded": SENSITIVE,
        "mail_returned": PERSONAL,
    },
    "issue_step": {
        "id": OPEN,
        "issue_run_id": OPEN,
        "step": OPEN,
        "proposal_id": OPEN,
        **_RECORDED,
    },
    "issue_sheet": {
        "candidate_id": OPEN,
        "issue_run_id": OPEN,
        "is_guarded": SENSITIVE,
        "batch": OPEN,
        "page": OPEN,
        "envelope": OPEN,
        "version_id": OPEN,
        "missing_glyph": PERSONAL,
    },
    "issue_printing": {
        "id": OPEN,
        "issue_run_id": OPEN,
        "batch": OPEN,
        "pages": OPEN,
        "sha256": OPEN,
        **_RECORDED,
    },
    "consent_text": {"id": OPEN, "version": OPEN, "content": OPEN, "kept_at": OPEN},
    "voucher_application": {
        "id": OPEN,
        "resident_id": OPEN,
        "applied_on": OPEN,
        "channel": OPEN,
        "identity_document": PERSONAL,
        "consents": PERSONAL,
        "consent_text_id": OPEN,
        **_RECORDED,
    },
    "voucher": {
        "id": OPEN,
        "counter": OPEN,
        "number": PERSONAL,
        **_OFFER,
        "candidate_id": OPEN,
        "replaces_id": OPEN,
        "application_id": OPEN,
        "issue_class": OPEN,
        "channel": OPEN,
        "reason": OPEN,
        "desk": OPEN,
        **_RECORDED,
    },
    "voucher_void": {"voucher_id": OPEN, "cause": PERSONAL, **_RECORDED},
    "voucher_in_force": {"voucher_id": OPEN, **_OFFER},
    "voucher_to_stop": {
        "issue_run_id": OPEN,
        "voucher_id": OPEN,
        "resident_id": OPEN,
        "cause": SENSITIVE,
    },
    "voucher_return": {
        "id": OPEN,
        "voucher_id": OPEN,
        "returned_on": OPEN,
        "cause": PERSONAL,
        "next_step": OPEN,
        "settled_at": OPEN,
        "settled_by_name": PERSONAL,
        **_RECORDED,
    },
    "voucher_exemption": {
        "id": OPEN,
        "resident_id": OPEN,
        "series": SENSITIVE,
        "cause": SENSITIVE,
        **_RECORDED,
    },
}
