"""intake.rows: a clinic's file taken in, every row through every check, beside a large ward.

The rows are mixed as a ward sees them: most bring the voucher that was issued to them, some have only the
four items, a few are wrong in every way that the checks know.
"""

import time
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.office import STATE, office
from bench.ward_at_scale import take_in_residents
from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import step
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place
from sesshu.kernel.clinics import lot_key
from sesshu.outside.clinics import CLASSES, Clinic, Patient, Written, is_aged, write_month
from sesshu.schedule.load import current
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.operations import approve, propose_clinics, propose_lots
from sesshu.ward.intake.codes import TAKE
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.residents.models import ResidentSearch
from sesshu.ward.vouchers import issue_runs
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import Voucher
from sesshu.wire.residents.codes import Status

RESIDENTS = 100_000
ISSUED_ON, UNTIL_ON = date(2026, 10, 1), date(2026, 10, 31)
SERIES = ("BCG", "MR1", "VAR", "FLU")
WITHOUT_PAPER = 20
"""Of so many patients one brings no voucher."""
OF_EACH_FAULT = 20
AIM = 5_000.0
DATABASE = "bench_intake"
CODE, EXPIRES = "1311234569", date(2027, 3, 31)
SHELF = {product: (f"L{number}", EXPIRES) for number, product in enumerate(
    ("MR", "VAR", "BCG", "FLU", "HPV9", "RSV"))}  # fmt: skip
CLERK, COLLEAGUE = Actor(7, "入力担当"), Actor(8, "確認担当")


def run(residents: int = RESIDENTS) -> list[dict[str, object]]:
    """Fill a ward, issue vouchers, enter the clinic and its lots, write the month, take it in."""
    with office(DATABASE) as place:
        folder = Path(STATE) / "files"
        take_in_residents(place, residents, folder)
        enter_masters()
        issue(place)
        path = folder / f"clinic-{residents}.csv"
        written = write(path)
        began = time.perf_counter()
        take_in(path)
        seconds = time.perf_counter() - began
        mix = _mix(written)
    return [
        {
            "id": "intake.rows",
            "work": f"{written.rows:,} rows ({mix}), {residents:,} residents",
            "number": round(written.rows / seconds, 1),
            "unit": "rows/s",
            "limit": AIM,
            "limit_is": "the aim",
            "better": "higher",
            "ratio": written.rows / seconds / AIM,
        }
    ]


def take_in(path: Path) -> None:
    """The run from the file to its rows, checked and kept."""
    start(Actor.system("bench.intake"), TAKE, input=path, input_name=path.name)
    while step():
        pass
    assert IntakeFile.objects.count() == 1


def write(path: Path) -> Written:
    """The month: a share of the toddlers is spoilt, everybody else as they should be."""
    patients = _patients()
    toddlers = [each for each in patients if is_aged(each, ISSUED_ON, 12, 22)]
    others = [each for each in patients if not is_aged(each, ISSUED_ON, 12, 22)]
    half = len(toddlers) // 2
    made_at = datetime(2026, 11, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
    clinic = Clinic(CODE, "医師　一郎", SHELF)
    right, spoilt = [*others, *toddlers[:half]], [*toddlers[half:], *others]
    return write_month(
        path, "131121", clinic, ISSUED_ON, right, spoilt, made_at, of_each=OF_EACH_FAULT
    )


def _mix(written: Written) -> str:
    rows = IntakeRow.objects.all()
    numbered = sum(bool(text.split(",")[1]) for text in rows.values_list("text", flat=True) if text)
    ready = rows.filter(state="ready").count()
    return (
        f"{numbered / written.rows:.0%} with a voucher number, {len(written.planted)} wrong in"
        f" {len(CLASSES)} ways, {ready:,} may be recorded"
    )


def _patients() -> list[Patient]:
    """Everybody who lives there, as the register knows them; most with the vouchers they were sent."""
    numbers: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for resident, series, number in Voucher.objects.values_list("resident_id", "series", "number"):
        numbers[resident][series] = number
    rows = ResidentSearch.objects.filter(version__status=Status.LIVING_HERE).order_by("pk")
    columns = ("name", "name_kana", "birth_on", "sex", "address", "building")
    found = rows.values_list("resident_id", *(f"version__{column}" for column in columns))
    return [
        Patient(
            *(name, kana, born_on, sex, _home(address, building)),
            numbers.get(resident, {}) if place % WITHOUT_PAPER else {},
        )
        for place, (resident, name, kana, born_on, sex, address, building) in enumerate(found)
    ]


def _home(address: str | None, building: str | None) -> str:
    return "　".join(part for part in (address, building) if part)


def issue(place: Place) -> None:
    """Vouchers of the month for everybody whom the law opens a dose to."""
    conditions = Conditions(series=SERIES, until_on=UNTIL_ON)
    issue_run = issue_runs.begin(CLERK, "測定", conditions, ISSUED_ON)
    finish_all(place.municipality)
    asked = issue_runs.propose_fix(CLERK, issue_run, "測定")
    second_person.approve(COLLEAGUE, asked.pk, asked.sha256, issue_runs.PURPOSE)
    finish_all(place.municipality)


def enter_masters() -> None:
    """The clinic and the lots on its shelf."""
    clinic = ClinicEntry(
        provider_code=CODE,
        name="測定用の医療機関",
        series=tuple(current().series),
        valid_from=date(2026, 4, 1),
    )
    lots = [
        LotEntry(product=product, lot=number, lot_key=lot_key(number), expires_on=EXPIRES)
        for product, (number, _) in SHELF.items()
    ]
    for asked in (propose_clinics(CLERK, [clinic], "測定"), propose_lots(CLERK, lots, "測定")):
        approve(COLLEAGUE, asked.pk, asked.sha256)


if __name__ == "__main__":
    print(run())
