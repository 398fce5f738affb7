"""Clinics, lots and files of clinics for tests, through the real operations and runs."""

import base64
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ledger_of_tests import CLERK, COLLEAGUE
from ward.residents.registry import file_of as resident_file
from ward.residents.registry import person, take_in, work_off

from sesshu.foundation import runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs.queries import run_seen
from sesshu.kernel.clinics import lot_key
from sesshu.ward.clinics import operations as masters
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.intake import operations
from sesshu.ward.intake.codes import TAKE
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.intake.queries import handed_over, waiting_approvals
from sesshu.ward.residents.models import Resident
from sesshu.wire.clinic_files.codes import Channel
from sesshu.wire.clinic_files.control import Control, Totals
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.render import render_line, totals_of, write_file

TOKYO = ZoneInfo("Asia/Tokyo")
CLINIC, OTHER_CLINIC = "1311234569", "1311299992"
MONTH = date(2026, 10, 1)
GIVEN_ON = date(2026, 10, 15)
FIRST_BORN = date(2025, 1, 2)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)
NAMES = (
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("高橋", "タカハシ"),
    ("田中", "タナカ"),
    ("渡辺", "ワタナベ"),
    ("伊藤", "イトウ"),
)


def child(number: int, **others: Any) -> dict[str, object]:
    """A row of the register about a child old enough for MR1 in the month of the files."""
    name, kana = NAMES[number % len(NAMES)]
    values: dict[str, object] = {
        "name": f"{name}　花{number}子",
        "name_kana": f"{kana}　ハナ{'コ' * (number % 3 + 1)}",
        "birth_on": FIRST_BORN + timedelta(days=3 * number % 150),
        "household_number": f"{number:010d}",
        "address": f"東京都世田谷区三軒茶屋二丁目{number}番22号",
    }
    values["became_resident_on"] = others.get("birth_on", values["birth_on"])
    return person(number, **(values | others))


def form(number: int, **others: Any) -> Form:
    """The form of a dose of MR1 that the law allows such a child."""
    row = child(number)
    said: dict[str, Any] = {
        "provider_code": CLINIC,
        "name": row["name"],
        "name_kana": row["name_kana"],
        "birth_on": row["birth_on"],
        "sex": row["sex"],
        "address": row["address"],
        "series": "MR1",
        "dose_number": 1,
        "given_on": GIVEN_ON,
        "product": "MR",
        "brand": "mearubik",
        "lot": "MR512",
        "expires_on": date(2027, 3, 31),
        "volume_ml": Decimal("0.5"),
        "route": "SC",
        "doctor": "医師　一郎",
    }
    return Form(**(said | others))


def settle(folder: Path, rows: Iterable[dict[str, object]]) -> None:
    """These residents move in; two clinics and one lot are entered by two people."""
    take_in(resident_file(folder / "residents.csv", *rows))
    enter_clinics([clinic(CLINIC), clinic(OTHER_CLINIC, series=("HBV",))])
    enter_lots([lot("MR512")])


def clinic(code: str, **others: Any) -> ClinicEntry:
    """A clinic that is closed on Sundays."""
    said: dict[str, Any] = {
        "provider_code": code,
        "name": "三軒茶屋こども診療所",
        "series": ("MR1", "MR2", "HBV", "PCV", "VAR", "RSV", "HPV"),
        "closed_weekdays": (6,),
        "valid_from": date(2026, 4, 1),
    }
    return ClinicEntry(**(said | others))


def lot(number: str, product: str = "MR", **others: Any) -> LotEntry:
    """A lot that expires after the month of the files."""
    said: dict[str, Any] = {
        "product": product,
        "lot": number,
        "lot_key": lot_key(number),
        "expires_on": date(2027, 3, 31),
    }
    return LotEntry(**(said | others))


def enter_clinics(entries: Sequence[ClinicEntry]) -> None:
    """One person enters clinics, another approves."""
    asked = masters.propose_clinics(CLERK, entries, "契約書のとおり")
    masters.approve(COLLEAGUE, asked.pk, asked.sha256)


def enter_lots(entries: Sequence[LotEntry]) -> None:
    """The same of lots."""
    asked = masters.propose_lots(CLERK, entries, "納品書のとおり")
    masters.approve(COLLEAGUE, asked.pk, asked.sha256)


def clinic_file(
    path: Path, *forms: Form | str, totals: Totals | None = None, **others: Any
) -> Path:
    """A file of these forms, and lines as they stand."""
    lines = [each if isinstance(each, str) else render_line(each) for each in forms]
    said: dict[str, Any] = {
        "file_id": path.stem,
        "municipality": "131121",
        "created_at": datetime(2026, 11, 5, 9, tzinfo=TOKYO),
        "channel": Channel.CLINIC,
        "provider_code": CLINIC,
        "month": MONTH,
        "totals": totals or totals_of(each for each in forms if isinstance(each, Form)),
    }
    write_file(path, Control(**(said | others)), lines)
    return path


class NotTaken(Exception):
    """The run ended with these words for the clerk."""


def take(path: Path, actor: Actor = CLERK) -> IntakeFile:
    """Take a file in by the real run. Raises NotTaken."""
    run = runs.start(actor, TAKE, input=path, input_name=path.name).run_id
    finish(run)
    return IntakeFile.objects.get(run_id=run)


def finish(run_id: int) -> dict[str, int]:
    """Work off what waits; the counts of a run. Raises NotTaken."""
    work_off()
    seen = run_seen(run_id)
    assert seen is not None
    if seen.state != "done":
        raise NotTaken(seen.failure)
    return dict(seen.counts)


def rows_of(file: IntakeFile) -> list[IntakeRow]:
    """Its rows in their order."""
    return list(IntakeRow.objects.filter(file=file).order_by("line_number"))


def found_in(row: IntakeRow) -> set[str]:
    """The situations of a row."""
    return {finding["situation"] for finding in row.findings}


def hand_over(file: IntakeFile, actor: Actor = CLERK, reason: str = "") -> int:
    """Ask for the approval of a file; the proposal."""
    finish(operations.submit(actor, file.pk, reason).run_id)
    waiting = waiting_approvals().get(file=file)
    assert waiting.proposal_id is not None
    return waiting.proposal_id


def compare_all(proposal_id: int, actor: Actor = COLLEAGUE) -> None:
    """Every drawn row reads as its paper."""
    for sample in handed_over(proposal_id).samples:
        operations.compare(actor, sample.pk, matches=True)


def approve(proposal_id: int, actor: Actor = COLLEAGUE) -> None:
    """Approve the file and record its rows."""
    shown = handed_over(proposal_id).proposal.sha256
    operations.approve(actor, proposal_id, shown)
    work_off()


def resident(number: int) -> int:
    """The id of the child of this number."""
    return Resident.objects.get(atena_number=f"{number:010d}").pk
