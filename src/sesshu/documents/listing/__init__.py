"""一覧表 F14–F18: one template, its columns as data."""

from collections.abc import Iterable
from pathlib import Path

from sesshu.documents.forms import Form, Registered
from sesshu.documents.listing.contract import Column, Condition, Kind, Listing
from sesshu.documents.listing.kinds import KINDS

__all__ = ["FORM", "KINDS", "Column", "Condition", "Kind", "Listing", "listing"]

FORM = Form(Path(__file__).parent, Listing, on_screen=False)


def listing(
    form: str,
    rows: Iterable[tuple[Registered, ...]],
    *,
    office: str,
    made_on: str,
    conditions: tuple[Condition, ...],
    totals: tuple[Condition, ...] = (),
) -> Listing:
    """The list of a form (F14 to F18). Raises KeyError for another, ValueError for a row of another width."""
    kind, taken = KINDS[form], tuple(rows)
    for number, row in enumerate(taken, start=1):
        if len(row) != len(kind.columns):
            raise ValueError(
                f"row {number} of {form} has {len(row)} cells, not {len(kind.columns)}"
            )
    return Listing(
        kind=kind, office=office, made_on=made_on, conditions=conditions, rows=taken, totals=totals
    )
