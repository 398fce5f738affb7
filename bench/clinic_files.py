"""intake.rows: a clinic's file taken in, every row through every check, beside a large ward."""

import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.office import STATE, office
from bench.ward_at_scale import SEED, take_in_residents
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import step
from sesshu.kernel.clinics import lot_key
from sesshu.outside.clinics import Clinic, Patient, write_month
from sesshu.outside.registry import Ward, population
from sesshu.schedule.load import current
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.operations import approve, propose_clinics, propose_lots
from sesshu.ward.intake.codes import TAKE
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.wire.residents.codes import Status

RESIDENTS = 100_000
ON, MONTH = date(2026, 11, 23), date(2026, 10, 1)
AIM = 5_000.0
DATABASE = "bench_intake"
CODE, EXPIRES = "1311234569", date(2027, 3, 31)
SHELF = {product: (f"L{number}", EXPIRES) for number, product in enumerate(
    ("MR", "VAR", "BCG", "FLU", "HPV9", "RSV"))}  # fmt: skip
CLERK, COLLEAGUE = Actor(7, "入力担当"), Actor(8, "確認担当")


def run(residents: int = RESIDENTS) -> list[dict[str, object]]:
    """Fill a ward, enter the clinic and its lots, write the month, take it in."""
    with office(DATABASE) as place:
        folder = Path(STATE) / "files"
        take_in_residents(place, residents, folder)
        _enter_masters()
        path = folder / f"clinic-{residents}.csv"
        rows = _write(path, residents)
        began = time.perf_counter()
        start(Actor.system("bench.intake"), TAKE, input=path, input_name=path.name)
        while step():
            pass
        seconds = time.perf_counter() - began
        assert IntakeFile.objects.count() == 1
        ready = IntakeRow.objects.filter(state="ready").count()
    return [
        {
            "id": "intake.rows",
            "work": f"{rows:,} rows without a number, {residents:,} residents; {ready:,} may be recorded",
            "number": round(rows / seconds, 1),
            "unit": "rows/s",
            "limit": AIM,
            "limit_is": "the aim",
            "better": "higher",
            "ratio": rows / seconds / AIM,
        }
    ]


def _write(path: Path, residents: int) -> int:
    patients = list(_patients(Ward("131121", residents, SEED, ON)))
    made_at = datetime(2026, 11, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
    clinic = Clinic(CODE, "医師　一郎", SHELF)
    return write_month(path, "131121", clinic, MONTH, patients, [], made_at, of_each=0).rows


def _patients(ward: Ward) -> list[Patient]:
    """Everybody who lives there, as the register knows them."""
    columns = ("name", "name_kana", "birth_on", "sex", "address", "building", "status")
    found = []
    for frame in population(ward):
        for name, kana, born_on, sex, address, building, status in frame.select(
            columns
        ).iter_rows():
            if status == Status.LIVING_HERE:
                home = "　".join(part for part in (address, building) if part)
                found.append(Patient(name, kana, born_on, sex, home))
    return found


def _enter_masters() -> None:
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
