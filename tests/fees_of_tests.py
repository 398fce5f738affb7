"""Welfare files for tests, taken in by the real run."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clinic_files_of_tests import finish
from ledger_of_tests import CLERK

from sesshu.foundation import runs
from sesshu.ward.fees.codes import TAKE_WELFARE
from sesshu.ward.fees.models import WelfareFile
from sesshu.ward.residents.models import Resident
from sesshu.wire.welfare_files.layout import Control
from sesshu.wire.welfare_files.parse import Receipt
from sesshu.wire.welfare_files.render import render_line, write_file

BEGINS, ENDS = date(2026, 10, 10), date(2026, 11, 20)


def receipt(resident: int, **others: Any) -> Receipt:
    """Help on welfare from BEGINS until ENDS."""
    number = Resident.objects.get(pk=resident).atena_number
    said: dict[str, Any] = {"ground": "welfare", "valid_from": BEGINS, "valid_until": ENDS}
    return Receipt(number, **(said | others))


def welfare_file(path: Path, *rows: Receipt | str, **others: Any) -> Path:
    """A file of these receipts, and lines as they stand."""
    lines = [each if isinstance(each, str) else render_line(each) for each in rows]
    said: dict[str, Any] = {
        "file_id": path.stem,
        "municipality": "131121",
        "created_at": datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Asia/Tokyo")),
        "month": date(2026, 10, 1),
        "rows": len(lines),
    }
    write_file(path, Control(**(said | others)), lines)
    return path


def take_welfare(path: Path) -> tuple[WelfareFile, dict[str, int]]:
    """Take a file in by the real run; the file and the counts. Raises NotTaken."""
    run = runs.start(CLERK, TAKE_WELFARE, input=path, input_name=path.name).run_id
    counts = finish(run)
    return WelfareFile.objects.get(run_id=run), counts
