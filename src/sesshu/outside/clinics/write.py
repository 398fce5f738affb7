"""The month of a clinic as a file, and what was planted in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sesshu.outside.clinics.faults import CLASSES, Planted, planted
from sesshu.outside.clinics.month import Clinic, Patient, clean_month
from sesshu.wire.clinic_files.codes import CODES, GIVEN, Channel
from sesshu.wire.clinic_files.control import Control, Totals
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.parse import FIRST_ROW, values_of
from sesshu.wire.clinic_files.render import render_line, write_file


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: how many rows, and the check that has to find each planted line, by line number."""

    rows: int
    planted: dict[int, str]


def write_month(
    path: Path,
    municipality: str,
    clinic: Clinic,
    month: date,
    patients: Sequence[Patient],
    spoilt: Sequence[Patient],
    made_at: datetime,
    of_each: int = 1,
    classes: Collection[str] = CLASSES,
) -> Written:
    """Write the clean forms of some patients and planted ones of others, so many of each class.

    Raises LookupError where those to be spoilt are too few.
    """
    rows: list[Planted | Form] = [
        *planted(clinic, month, spoilt, of_each, classes),
        *clean_month(clinic, month, patients),
    ]
    lines = [row.line if isinstance(row, Planted) else render_line(row) for row in rows]
    control = Control(
        f"{clinic.provider_code}-{month:%Y%m}",
        municipality,
        made_at,
        Channel.CLINIC,
        clinic.provider_code,
        month,
        _totals(lines),
    )
    write_file(path, control, lines)
    labels = {
        number: row.check for number, row in enumerate(rows, FIRST_ROW) if isinstance(row, Planted)
    }
    return Written(len(lines), labels)


def _totals(lines: Sequence[str]) -> Totals:
    outcomes = [(values_of(line) or {}).get("outcome", "") for line in lines]
    given = sum(CODES["outcome"][outcome].name == GIVEN for outcome in outcomes)
    return Totals(len(lines), given, len(lines) - given)
