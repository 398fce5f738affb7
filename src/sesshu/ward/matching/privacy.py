"""The privacy class of every column of the tables of 名寄せ (house.md §6)."""

OPEN = "open"
PERSONAL = "personal"

_DECIDED = {
    "id": OPEN,
    "proposal_id": OPEN,
    "reason": PERSONAL,
    "asked_by": OPEN,
    "asked_by_name": PERSONAL,
    "asked_at": OPEN,
    "decided_by": OPEN,
    "decided_by_name": PERSONAL,
    "recorded_at": OPEN,
}
_MERGE = _DECIDED | {"kept_id": OPEN, "merged_id": OPEN}

FIELDS: dict[str, dict[str, str]] = {
    "resident_merge": _MERGE,
    "merge_timeline": _MERGE | {"undone_at": OPEN},
    "merge_undone": _DECIDED | {"merge_id": OPEN},
    "merged_resident": {"merged_id": OPEN, "kept_id": OPEN, "merge_id": OPEN},
    "counted_elsewhere": {"resident_id": OPEN, "person_id": OPEN},
    "number_of_person": {"resident_id": OPEN, "number_id": OPEN},
    "likely_pair": {"id": OPEN, "first_id": OPEN, "second_id": OPEN, "score": OPEN, "run_id": OPEN},
    "pair_apart": {
        "id": OPEN,
        "first_id": OPEN,
        "second_id": OPEN,
        "reason": PERSONAL,
        "decided_by": OPEN,
        "decided_by_name": PERSONAL,
        "decided_at": OPEN,
    },
}
