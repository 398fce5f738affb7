"""Rows of a file in the words of a page."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from sesshu.schedule import load
from sesshu.ward.intake.codes import Level, RowState
from sesshu.ward.intake.models import IntakeRow
from sesshu.wire.clinic_files.codes import CODES
from sesshu.wire.clinic_files.layout import COLUMNS, TITLE_OF, Kind
from sesshu.wire.clinic_files.parse import values_of

COLORS = {
    RowState.FAULTY: "red",
    RowState.HELD: "orange",
    RowState.READY: "green",
    RowState.SUBMITTED: "blue",
    RowState.RECORDED: "green",
}
LEVEL_COLORS = {Level.ERROR: "red", Level.HOLD: "orange", Level.WARNING: "yellow"}
HIDDEN = frozenset({"address"})
TELLS_THE_CLINIC = HIDDEN | {"provider_code", "doctor", "image"}


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row in a list; empty where the line is behind the wall."""

    row: IntakeRow
    name: str
    born_on: str
    series: str
    given_on: str
    state: str
    color: str
    findings: tuple[dict[str, Any], ...]
    is_open: bool


def line_of(row: IntakeRow) -> RowLine:
    """The line of one row."""
    values = values_of(row.corrected or row.text or "") or {}
    state = RowState(row.state)
    series = load.current().series.get(values.get("series", ""))
    return RowLine(
        row=row,
        name=values.get("name") or values.get("voucher_number") or "",
        born_on=values.get("birth_on", ""),
        series=series.name if series else values.get("series", ""),
        given_on=values.get("given_on", ""),
        state=state.label,
        color=COLORS.get(state, "gray"),
        findings=tuple(findings_in_words(row.findings)),
        is_open=row.text is not None
        and state in (RowState.NEW, RowState.FAULTY, RowState.HELD, RowState.READY),
    )


def findings_in_words(findings: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Findings with the word and color of their level."""
    for row in findings:
        level = Level(row["level"])
        yield row | {"label": level.label, "color": LEVEL_COLORS.get(level, "gray")}


def items_of(row: IntakeRow) -> list[tuple[str, str]]:
    """Titles and values of a row as the paper has them, codes in words, without the address."""
    return items_in(row.corrected or row.text or "", HIDDEN)


def items_in(text: str, hidden: Container[str]) -> list[tuple[str, str]]:
    """Titles and values of a line, codes in words, without the columns that are hidden."""
    values = values_of(text) or {}
    kinds = {column.name: column.kind for column in COLUMNS}
    return [
        (TITLE_OF[name], _word(name, kinds[name], value))
        for name, value in values.items()
        if value and name not in hidden
    ]


def _word(name: str, kind: Kind, value: str) -> str:
    if kind is Kind.CODE and value in CODES[name]:
        return CODES[name][value].title
    if kind is Kind.FLAG:
        return "あり" if value == "1" else "なし"
    if name == "series" and value in load.current().series:
        return load.current().series[value].name
    if name == "product" and value in load.current().products:
        return load.current().products[value].name
    return value
