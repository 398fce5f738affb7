"""The claims of a month as a file, and what was planted in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sesshu.outside.federation.claims import AskedPrices, claims_of
from sesshu.outside.federation.faults import Planted, planted
from sesshu.wire.claims_files.control import Control
from sesshu.wire.claims_files.form import ClaimForm
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.parse import FIRST_ROW
from sesshu.wire.claims_files.render import render_line, write_file
from sesshu.wire.clinic_files.form import Form


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: its rows, and the finding of each planted line by line number."""

    rows: int
    planted: dict[int, str]


def write_claims(
    path: Path,
    federation: str,
    municipality: str,
    month: date,
    forms: Sequence[Form],
    prices: AskedPrices,
    made_at: datetime,
    faults: Mapping[int, str] | None = None,
) -> Written:
    """Write a claim for each form; `faults` names what is planted in which of them, by their place."""
    layout, wanted = layout_of(month), faults or {}
    rows: list[Planted | ClaimForm] = []
    for place, form in enumerate(claims_of(forms, prices, month)):
        rows += planted(wanted[place], form, layout) if place in wanted else [form]
    lines = [row.line if isinstance(row, Planted) else render_line(row, layout) for row in rows]
    total = sum(row.yen if isinstance(row, Planted) else row.signed_yen for row in rows)
    file_id = f"{federation}-{municipality}-{month:%Y%m}"
    control = Control(file_id, federation, municipality, made_at, month, len(lines), total)
    write_file(path, control, lines)
    labels = {
        number: row.finding
        for number, row in enumerate(rows, FIRST_ROW)
        if isinstance(row, Planted)
    }
    return Written(len(lines), labels)
