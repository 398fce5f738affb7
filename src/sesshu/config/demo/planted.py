"""What the stand-in clinics planted, held against what the ward's tables say became of it."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import current_place
from sesshu.outside.clinics import CLASSES
from sesshu.ward.intake.codes import RowState
from sesshu.ward.intake.models import IntakeRow

STOPPED = {RowState.FAULTY, RowState.HELD, RowState.DROPPED}
SUFFIX = ".planted.json"


@dataclass(frozen=True, slots=True)
class Fate:
    """Of the faults of one class: how many were planted, met a finding, and are not on record."""

    check: str
    planted: int
    found: int
    stopped: int

    @property
    def warned(self) -> int:
        """Those that only carry a warning, as the level of their check says: the row is recorded."""
        return self.found - self.stopped


def file_of(file_id: str) -> Path:
    """Where the clinic's file of this id lies."""
    return state_dir() / "demo" / current_place().municipality / "clinics" / f"{file_id}.csv"


def keep_labels(file_id: str, planted: dict[int, str]) -> None:
    """Keep which lines of a file were planted, and the check that is there for each."""
    file_of(file_id).with_suffix(SUFFIX).write_text(json.dumps(planted), encoding="utf-8")


def fates() -> list[Fate]:
    """The fate of every class that was planted in a file that was taken in."""
    counts: Counter[tuple[str, str]] = Counter()
    for labels in sorted(file_of("any").parent.glob(f"*{SUFFIX}")):
        planted: dict[str, str] = json.loads(labels.read_text(encoding="utf-8"))
        lines = {int(line): check for line, check in planted.items()}
        rows = IntakeRow.objects.filter(file__file_id=labels.name.removesuffix(SUFFIX))
        for row in rows.filter(line_number__in=lines):
            counts.update((lines[row.line_number], said) for said in _said_of(row))
    return [
        Fate(check, *(counts[check, said] for said in ("planted", "found", "stopped")))
        for check in CLASSES
        if counts[check, "planted"]
    ]


def _said_of(row: IntakeRow) -> list[str]:
    said = {"planted": True, "found": bool(row.findings), "stopped": row.state in STOPPED}
    return [word for word, holds in said.items() if holds]
