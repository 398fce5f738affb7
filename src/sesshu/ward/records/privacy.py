"""The privacy class of every column of the records' tables (house.md §6)."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

_DOSE = {
    "id": OPEN,
    "proposal_id": OPEN,
    "resident_id": OPEN,
    "supersedes_id": OPEN,
    "is_cancelled": OPEN,
    "series": SENSITIVE,
    "outcome": SENSITIVE,
    "given_on": SENSITIVE,
    "voucher_number": PERSONAL,
    "foreign_voucher": PERSONAL,
    "fiscal_year": SENSITIVE,
    "product": SENSITIVE,
    "brand": SENSITIVE,
    "vaccine_name": SENSITIVE,
    "maker": SENSITIVE,
    "lot": SENSITIVE,
    "expires_on": SENSITIVE,
    "volume_ml": SENSITIVE,
    "route": SENSITIVE,
    "screening_reason": SENSITIVE,
    "payment_excluded": PERSONAL,
    "desk": OPEN,
    "source": OPEN,
    "second_of_day": SENSITIVE,
    "as_given": SENSITIVE,
    "decision": SENSITIVE,
    "particulars_of_id": OPEN,
    "dose_number": SENSITIVE,
    "legal": SENSITIVE,
    "counts": SENSITIVE,
    "error_class": SENSITIVE,
    "release": OPEN,
    "judged_on": OPEN,
    "reason": SENSITIVE,
    "entered_by": OPEN,
    "entered_by_name": PERSONAL,
    "entered_at": OPEN,
    "checked_by": OPEN,
    "checked_by_name": PERSONAL,
    "recorded_at": OPEN,
}
_WHEREABOUTS = {
    "proposal_id": OPEN,
    "resident_id": OPEN,
    "salt": OPEN,
    "provider_code": SENSITIVE,
    "provider_name": SENSITIVE,
    "doctor": PERSONAL,
    "note": SENSITIVE,
    "stated_reason": SENSITIVE,
}

FIELDS: dict[str, dict[str, str]] = {
    "dose": _DOSE,
    "dose_timeline": {**_DOSE, "superseded_at": OPEN},
    "current_dose": {
        "dose_id": OPEN,
        "resident_id": OPEN,
        "product": SENSITIVE,
        "given_on": SENSITIVE,
        "second_of_day": SENSITIVE,
    },
    "voucher_in_use": {"voucher_number": PERSONAL, "resident_id": OPEN},
    "dose_particulars": _WHEREABOUTS,
    "guarded_dose": _WHEREABOUTS,
    "entry_form": {"key": OPEN, "proposal_id": OPEN, "instead_of_id": OPEN},
}
