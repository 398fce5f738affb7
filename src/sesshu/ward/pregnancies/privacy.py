"""The privacy class of every column of pregnancies: that there is one is sensitive already."""

OPEN = "open"
PERSONAL = "personal"
SENSITIVE = "sensitive"

_RECORDED = {"recorded_by": OPEN, "recorded_by_name": PERSONAL, "recorded_at": SENSITIVE}
_STATE = {"due_on": SENSITIVE, "ended_on": SENSITIVE, "is_mistake": SENSITIVE}

FIELDS: dict[str, dict[str, str]] = {
    "pregnancy": {"id": OPEN, "resident_id": SENSITIVE, "notified_on": SENSITIVE, **_RECORDED},
    "pregnancy_state": {"id": OPEN, "pregnancy_id": OPEN, **_STATE, **_RECORDED},
    "pregnancy_now": {"id": OPEN, "resident_id": SENSITIVE, "notified_on": SENSITIVE, **_STATE},
}
