"""The shape of every file of the rulebook as JSON Schema, for editors and for other vendors.

`sesshu schedule shapes` writes them; a test holds the copies in rulebook/shapes/ to them.
"""

from typing import Any

import msgspec

from sesshu.schedule.bounds import Bound, Interval, bound_pattern, interval_pattern
from sesshu.schedule.load import Published, Words
from sesshu.schedule.overlays import Overlay
from sesshu.schedule.types import (
    BetweenRule,
    Course,
    Exclusion,
    Product,
    Reading,
    Series,
    Switch,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ROWS: dict[str, Any] = {
    "between": tuple[BetweenRule, ...],
    "courses": tuple[Course, ...],
    "exclusions": tuple[Exclusion, ...],
    "overlay": Overlay,
    "products": tuple[Product, ...],
    "published": Published,
    "readings": tuple[Reading, ...],
    "series": tuple[Series, ...],
    "switches": tuple[Switch, ...],
    "words": Words,
}


def shapes() -> dict[str, dict[str, Any]]:
    """A JSON Schema by the name of the table; `courses` is for every file of that folder."""
    return {name: _shape(name, rows) for name, rows in _ROWS.items()}


def shape_text(shape: dict[str, Any]) -> bytes:
    """A shape as it lies in rulebook/shapes/: sorted, two spaces a step."""
    return msgspec.json.format(msgspec.json.encode(shape, order="deterministic"), indent=2) + b"\n"


def _shape(name: str, rows: Any) -> dict[str, Any]:
    body = msgspec.json.schema(rows, schema_hook=_phrase)
    return {"$schema": DRAFT, "title": f"rulebook/{name}"} | body


def _phrase(kind: type) -> dict[str, Any]:
    patterns = {Bound: bound_pattern, Interval: interval_pattern}
    if kind not in patterns:
        raise NotImplementedError(kind)
    return {"type": "string", "pattern": patterns[kind](), "description": str(kind.__doc__)}
