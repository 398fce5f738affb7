"""One month of a clinic of the fictional ward: a file with a fault of every class, through all steps."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sesshu.config.demo.doses import CLINICS
from sesshu.config.demo.registry import NotTakenIn
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import TOKYO
from sesshu.foundation.runs import start
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import day_before
from sesshu.kernel.clinics import lot_key
from sesshu.outside.clinics import Clinic, Patient, write_month
from sesshu.schedule.load import current
from sesshu.ward.clinics import operations as masters
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.models import Clinic as KnownClinic
from sesshu.ward.intake import operations
from sesshu.ward.intake.codes import TAKE
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.intake.queries import handed_over, waiting_approvals
from sesshu.ward.records.models import CurrentDose
from sesshu.ward.residents.models import ResidentSearch
from sesshu.wire.residents.codes import Status

DAYS_OF_VALIDITY = 400
RIGHT_ROWS = 100
FEWEST = 5_000
"""Without a dose on record: a smaller ward has too few children for a fault of every class."""
SUNDAY = 6
PRODUCTS = ("MR", "VAR", "BCG", "FLU", "HPV9", "RSV")


@dataclass(frozen=True, slots=True)
class Staff:
    """Who asks, who approves, who starts runs."""

    clerk: Actor
    checker: Actor
    runner: Actor


def month_before(on: date) -> date:
    """The first day of the month before a day."""
    return day_before(on.replace(day=1)).replace(day=1)


def enter_masters(staff: Staff, on: date) -> None:
    """The clinics of the ward and the lots on their shelves, entered by one and approved by another."""
    if KnownClinic.objects.exists():
        return
    clinics = [
        ClinicEntry(
            provider_code=code,
            name=name,
            series=tuple(current().series),
            closed_weekdays=(SUNDAY,),
            valid_from=month_before(on) - timedelta(days=DAYS_OF_VALIDITY),
        )
        for code, name in CLINICS
    ]
    lots = [
        LotEntry(product=product, lot=lot, lot_key=lot_key(lot), expires_on=expires_on)
        for product, (lot, expires_on) in _shelf(on).items()
    ]
    for asked in (
        masters.propose_clinics(staff.clerk, clinics, "契約書のとおり"),
        masters.propose_lots(staff.clerk, lots, "納品書のとおり"),
    ):
        masters.approve(staff.checker, asked.pk, asked.sha256)


def take_month_in(staff: Staff, on: date) -> None:
    """Write the file of the month before, take it in, hand the right rows over, approve them."""
    patients = _patients()
    if IntakeFile.objects.exists() or len(patients) < FEWEST:
        return
    path = _file()
    _write(path, month_before(on), on, patients)
    start(staff.runner, TAKE, input=path, input_name=path.name)
    _work_off()
    file = IntakeFile.objects.first()
    if file is None:
        raise NotTakenIn(f"{path.name} の取込みが終わりません: sesshu run list")
    operations.submit(staff.clerk, file.pk, "")
    _work_off()
    _approve(staff, file)
    _work_off()


def planted_and_found() -> tuple[int, int]:
    """How many faults were planted in the file, and how many were found."""
    labels = _labels()
    if not labels.exists():
        return 0, 0
    planted: dict[str, str] = json.loads(labels.read_text(encoding="utf-8"))
    rows = IntakeRow.objects.filter(line_number__in=[int(line) for line in planted])
    return len(planted), rows.exclude(findings=[]).count()


def _approve(staff: Staff, file: IntakeFile) -> None:
    submission = waiting_approvals().get(file=file)
    if submission.proposal is None:
        raise NotTakenIn(f"{file.file_id} を承認に出せません: sesshu run list")
    handed = handed_over(submission.proposal.pk)
    for sample in handed.samples:
        operations.compare(staff.checker, sample.pk, matches=True)
    operations.approve(staff.checker, handed.proposal.pk, handed.proposal.sha256)


def _write(path: Path, month: date, on: date, patients: list[Patient]) -> None:
    right = [*patients[::2][:RIGHT_ROWS], *patients[-RIGHT_ROWS:]]
    spoilt = patients[1:-RIGHT_ROWS:2]
    code, _ = CLINICS[0]
    clinic = Clinic(code, "担当医", _shelf(on))
    made_at = datetime.combine(on.replace(day=1), time(9), TOKYO)
    place = current_place().municipality
    path.parent.mkdir(parents=True, exist_ok=True)
    written = write_month(path, place, clinic, month, right, spoilt, made_at)
    _labels().write_text(json.dumps(written.planted), encoding="utf-8")


def _shelf(on: date) -> dict[str, tuple[str, date]]:
    expires_on = month_before(on) + timedelta(days=DAYS_OF_VALIDITY)
    return {product: (f"{product}-{on:%y%m}", expires_on) for product in PRODUCTS}


def _patients() -> list[Patient]:
    """Residents who live here, are not protected and have no dose on record, children first."""
    rows = (
        ResidentSearch.objects.select_related("version")
        .filter(resident__is_guarded=False, version__status=Status.LIVING_HERE)
        .exclude(resident__in=CurrentDose.objects.values("resident"))
        .order_by("-birth_on", "pk")
    )
    found = [row.version for row in rows]
    return [
        Patient(
            each.name,
            each.name_kana,
            each.birth_on,
            each.sex,
            _home(each.address, each.building),
        )
        for each in found
    ]


def _home(address: str | None, building: str | None) -> str:
    return "　".join(part for part in (address, building) if part)


def _file() -> Path:
    return state_dir() / "demo" / current_place().municipality / "clinic-month.csv"


def _labels() -> Path:
    return _file().with_suffix(".planted.json")


def _work_off() -> None:
    finish_all(current_place().municipality)
