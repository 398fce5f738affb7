"""The privacy class of every column of runs (house.md §6). Members are ids of residents."""

from typing import Final

OPEN: Final = "open"
PERSONAL: Final = "personal"

FIELDS: dict[str, dict[str, str]] = {
    "run": {
        "id": OPEN,
        "kind": OPEN,
        "input_sha256": OPEN,
        "input_path": OPEN,
        "input_name": OPEN,
        "params": OPEN,
        "rulebook_release": OPEN,
        "state": OPEN,
        "total": OPEN,
        "control": OPEN,
        "counts": OPEN,
        "failure": OPEN,
        "started_by": OPEN,
        "started_by_name": PERSONAL,
        "requested_at": OPEN,
        "begun_at": OPEN,
        "ended_at": OPEN,
    },
    "run_chunk": {
        "id": OPEN,
        "run_id": OPEN,
        "number": OPEN,
        "size": OPEN,
        "spec": OPEN,
        "counts": OPEN,
        "members": PERSONAL,
        "done_at": OPEN,
    },
    "run_cancellation": {
        "run_id": OPEN,
        "reason": OPEN,
        "asked_by": OPEN,
        "asked_by_name": PERSONAL,
        "asked_at": OPEN,
    },
}
