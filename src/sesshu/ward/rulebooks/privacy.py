"""The privacy class of every column of the tables of releases and comparisons (house.md §6)."""

OPEN = "open"
SENSITIVE = "sensitive"

FIELDS: dict[str, dict[str, str]] = {
    "rulebook_release": {
        "id": OPEN,
        "release": OPEN,
        "content": OPEN,
        "kept_at": OPEN,
    },
    "rulebook_in_force": {"id": OPEN, "release": OPEN, "since_at": OPEN},
    "rulebook_overlay": {"id": OPEN, "overlay": OPEN, "content": OPEN, "kept_at": OPEN},
    "overlay_in_force": {"id": OPEN, "overlay": OPEN, "since_at": OPEN, "proposal_id": OPEN},
    "rulebook_comparison": {
        "id": OPEN,
        "run_id": OPEN,
        "old": OPEN,
        "new": OPEN,
        "judged_on": OPEN,
    },
    "rulebook_effect": {
        "id": OPEN,
        "run_id": OPEN,
        "resident_id": OPEN,
        "series": SENSITIVE,
        "effect": SENSITIVE,
        "before_status": SENSITIVE,
        "before_earliest_on": SENSITIVE,
        "before_last_on": SENSITIVE,
        "after_status": SENSITIVE,
        "after_earliest_on": SENSITIVE,
        "after_last_on": SENSITIVE,
    },
}
