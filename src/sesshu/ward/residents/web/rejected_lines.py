"""A rejected row in the lines of a page: what is wrong where, and what stands there now."""

import csv
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sesshu.wire.residents.layout import COLUMN_TITLES


class FaultLine(NamedTuple):
    """One fault; ``value`` is what the row holds in that column, empty where it cannot be told."""

    column: str
    value: str
    reason: str
    remedy: str


def fault_lines(faults: Iterable[Mapping[str, str]], text: str | None) -> list[FaultLine]:
    """The faults of a row, each with the value it is about."""
    values = values_of(text or "")
    return [
        FaultLine(
            column=fault["column"] or "行全体",
            value=values.get(fault["column"], ""),
            reason=fault["reason"],
            remedy=fault["remedy"],
        )
        for fault in faults
    ]


def values_of(text: str) -> dict[str, str]:
    """Column titles with their values; nothing for a line whose columns cannot be told apart."""
    values = next(csv.reader([text]), [])
    if len(values) != len(COLUMN_TITLES):
        return {}
    return dict(zip(COLUMN_TITLES, values, strict=True))
