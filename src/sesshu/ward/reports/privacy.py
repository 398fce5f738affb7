"""The privacy class of every column of the reports (house.md §6).

Counts name nobody, but small ones may tell of somebody (R15).
"""

from typing import Final

OPEN: Final = "open"
PERSONAL: Final = "personal"
SENSITIVE: Final = "sensitive"

FIGURE = {
    "report_id": OPEN,
    "table_code": OPEN,
    "line_code": OPEN,
    "column_code": OPEN,
    "count": SENSITIVE,
}
FIELDS: dict[str, dict[str, str]] = {
    "report": {
        "id": OPEN,
        "run_id": OPEN,
        "code": OPEN,
        "fiscal_year": OPEN,
        "as_of": OPEN,
        "known_at": OPEN,
        "definition": OPEN,
        "definition_sha256": OPEN,
        "query": OPEN,
        "query_sha256": OPEN,
        "release": OPEN,
        "recomputes_id": OPEN,
        "begun_at": OPEN,
    },
    "report_part": {"id": OPEN, "part": OPEN, **FIGURE},
    "report_figure": dict(FIGURE),
    "report_ending": {
        "report_id": OPEN,
        "figures": OPEN,
        "figures_sha256": OPEN,
        "ended_at": OPEN,
    },
    "report_submission": {"id": OPEN, "report_id": OPEN, "proposal_id": OPEN},
    "report_publication": {
        "report_id": OPEN,
        "family": OPEN,
        "fiscal_year": OPEN,
        "code": OPEN,
        "tables": OPEN,
        "tables_sha256": OPEN,
        "replaces_id": OPEN,
        "reason": OPEN,
        "recorded_by": OPEN,
        "recorded_by_name": PERSONAL,
        "recorded_at": OPEN,
    },
    "report_signature": {
        "report_id": OPEN,
        "proposal_id": OPEN,
        "figures_sha256": OPEN,
        "submitted_by_name": PERSONAL,
        "signed_by_name": PERSONAL,
        "signed_at": OPEN,
    },
}
