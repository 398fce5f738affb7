"""The stand-in for the 国保連 writes what clinics say, the same twice, and labels what it planted."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from clinic_files_of_tests import form

from sesshu.outside.federation import CLASSES, AskedPrices, write_claims
from sesshu.wire.claims_files.parse import open_file, read_line

NOVEMBER = date(2026, 11, 1)
MADE_AT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
PRICES = AskedPrices({"MR1": 11_000, "FLU": 5_000}, {"FLU": 2_500})


def written(path: Path, faults: dict[int, str] | None = None, *, forms: int = 3) -> dict[int, str]:
    said = [form(number) for number in range(forms)]
    return write_claims(path, "132", "131121", NOVEMBER, said, PRICES, MADE_AT, faults).planted


def test_a_clean_file_adds_up(tmp_path: Path) -> None:
    path = tmp_path / "C1.csv"
    assert written(path) == {}
    file = open_file(path)
    claims = [read_line(line, file.layout).form for line in file.lines]
    assert [claim.yen for claim in claims if claim] == [11_000] * 3
    assert file.control.yen == 33_000
    assert len({claim.claim_number for claim in claims if claim}) == 3


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("C1.csv", "C2.csv"):
        written(tmp_path / name, {1: "twice"})
    assert (tmp_path / "C1.csv").read_bytes() == (tmp_path / "C2.csv").read_bytes()


@pytest.mark.parametrize("finding", CLASSES)
def test_every_fault_is_labelled_by_its_line(tmp_path: Path, finding: str) -> None:
    path = tmp_path / "C1.csv"
    [(line, label)] = written(path, {1: finding}).items()
    assert (line, label) == (5 if finding == "twice" else 4, finding)
    file = open_file(path)
    spoilt = next(each for each in file.lines if each.number == line)
    assert (read_line(spoilt, file.layout).form is None) == (finding == "faulty")


def test_what_patients_paid_is_taken_off_and_what_has_no_price_is_not_claimed(
    tmp_path: Path,
) -> None:
    said = [
        form(1, series="FLU", product="FLU", fee_class="copayment"),
        form(2, series="FLU", product="FLU", fee_class="exempt"),
        form(3, series="BCG", product="BCG"),
    ]
    path = tmp_path / "C1.csv"
    assert write_claims(path, "132", "131121", NOVEMBER, said, PRICES, MADE_AT).rows == 2
    file = open_file(path)
    claims = [read_line(line, file.layout).form for line in file.lines]
    assert [(each.charge_yen, each.yen) for each in claims if each] == [(2_500, 2_500), (0, 5_000)]
