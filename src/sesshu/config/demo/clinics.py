"""A month of the clinics of the fictional ward: a file each, through all its steps."""

from datetime import date, datetime, time

from sesshu.config.demo.doses import CLINICS
from sesshu.config.demo.masters import Staff, shelf
from sesshu.config.demo.patients import patients
from sesshu.config.demo.planted import file_of, keep_labels
from sesshu.config.demo.registry import NotTakenIn
from sesshu.foundation.clock import TOKYO
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import finish_runs
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import day_before, months_later
from sesshu.outside.clinics import CLASSES, Clinic, Patient, classes_for, write_month
from sesshu.ward.intake import operations
from sesshu.ward.intake.codes import TAKE, RowState
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.intake.queries import handed_over, waiting_approvals

SENT_ON = 5  # the day of the month on which the files of the month before come in
RETURNED = "医療機関に返した。直したものを次の月のファイルに載せてもらう。"


def month_before(on: date) -> date:
    """The first day of the month before a day."""
    return day_before(on.replace(day=1)).replace(day=1)


def take_month_in(staff: Staff, month: date, begun: int) -> list[IntakeFile]:
    """Write, take in, hand over and approve what each clinic did in a month.

    `begun` is the first 年度 of the ward, whose lots are on the shelves. Of a file that is there already only
    what was not recorded yet is.
    """
    came = patients(month, len(CLINICS))
    spoils = month.month % len(CLINICS)
    files = []
    for number, (code, _) in enumerate(CLINICS):
        file_id = f"{code}-{month:%Y%m}"
        others = came.others if number == spoils else []
        known = IntakeFile.objects.filter(file_id=file_id).first()
        if known is None and (came.right[number] or others):
            _write(file_id, code, month, came.right[number], others, begun)
            known = _take_in(staff, file_id)
        if known is not None:
            _record(staff, known)
            files.append(known)
    return files


def return_open_rows(staff: Staff, files: list[IntakeFile]) -> None:
    """Hand what nobody may record back to the clinics."""
    open_states = (RowState.FAULTY, RowState.HELD)
    rows = IntakeRow.objects.filter(file__in=files, state__in=open_states)
    for row in rows.order_by("pk").values_list("pk", flat=True):
        operations.drop_row(staff.clerk, row, RETURNED)


def _write(
    file_id: str, code: str, month: date, right: list[Patient], others: list[Patient], begun: int
) -> None:
    path = file_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = write_month(
        path,
        current_place().municipality,
        Clinic(code, "担当医", shelf(begun)),
        month,
        right,
        others,
        datetime.combine(_sent_on(month), time(9), TOKYO),
        classes=_classes(month, others),
    )
    keep_labels(file_id, written.planted)


def _sent_on(month: date) -> date:
    year, following = months_later(month, 1)
    return date(year, following, SENT_ON)


def _classes(month: date, others: list[Patient]) -> tuple[str, ...]:
    """Every class there are patients for; where they are few, other classes come first in other months."""
    first = month.month * 5 % len(CLASSES)
    return classes_for(month, others, (*CLASSES[first:], *CLASSES[:first]))


def _take_in(staff: Staff, file_id: str) -> IntakeFile:
    path = file_of(file_id)
    start(staff.runner, TAKE, input=path, input_name=path.name)
    finish_runs()
    file = IntakeFile.objects.filter(file_id=file_id).first()
    if file is None:
        raise NotTakenIn(f"{path.name} の取込みが終わりません: sesshu run list")
    return file


def _record(staff: Staff, file: IntakeFile) -> None:
    """One hands the right rows over, another compares what was drawn and approves."""
    if not IntakeRow.objects.filter(file=file, state=RowState.READY).exists():
        return
    operations.submit(staff.clerk, file.pk, "")
    finish_runs()
    submission = waiting_approvals().get(file=file)
    if submission.proposal is None:
        raise NotTakenIn(f"{file.file_id} を承認に出せません: sesshu run list")
    handed = handed_over(submission.proposal.pk)
    for sample in handed.samples:
        operations.compare(staff.checker, sample.pk, matches=True)
    operations.approve(staff.checker, handed.proposal.pk, handed.proposal.sha256)
    finish_runs()
