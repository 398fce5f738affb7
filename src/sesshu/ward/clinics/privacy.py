"""The privacy class of every column: clinics and lots are published by the ward itself."""

OPEN = "open"
PERSONAL = "personal"

_MASTER = {
    "id": OPEN,
    "proposal_id": OPEN,
    "place": OPEN,
    "entered_by_name": PERSONAL,
    "checked_by_name": PERSONAL,
    "recorded_at": OPEN,
}
FIELDS: dict[str, dict[str, str]] = {
    "clinic": _MASTER
    | dict.fromkeys(
        (
            "provider_code",
            "name",
            "address",
            "phone",
            "contract",
            "series",
            "closed_weekdays",
            "closed_on",
            "valid_from",
            "valid_until",
        ),
        OPEN,
    ),
    "lot": _MASTER
    | dict.fromkeys(
        (
            "product",
            "lot",
            "lot_key",
            "expires_on",
            "stopped_from",
            "stop_reason",
            "is_current",
        ),
        OPEN,
    ),
}
