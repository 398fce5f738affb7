"""The privacy class of every column of the tables of recall (house.md §6, D14)."""

OPEN = "open"
SENSITIVE = "sensitive"

_RECORDED = {"recorded_by": OPEN, "recorded_by_name": OPEN, "recorded_at": OPEN}
_LETTER = {
    "id": OPEN,
    "round_id": OPEN,
    "resident_id": OPEN,
    "series": SENSITIVE,
    "dose": SENSITIVE,
    "attempt": SENSITIVE,
    "is_guarded": SENSITIVE,
}

FIELDS: dict[str, dict[str, str]] = {
    "recall_round": {
        "id": OPEN,
        "name": OPEN,
        "conditions": OPEN,
        "base_on": OPEN,
        "release": OPEN,
        **_RECORDED,
    },
    "recall_candidate": {
        **_LETTER,
        "standard_until": SENSITIVE,
        "last_on": SENSITIVE,
        "excluded": SENSITIVE,
    },
    "recall_step": {"id": OPEN, "round_id": OPEN, "step": OPEN, "proposal_id": OPEN, **_RECORDED},
    "recall_notice": _LETTER,
    "recall_stop": {"notice_id": OPEN, "cause": SENSITIVE, **_RECORDED},
    "recall_to_stop": {
        "round_id": OPEN,
        "notice_id": OPEN,
        "resident_id": OPEN,
        "cause": SENSITIVE,
    },
}
