"""生保 told for days gone by: seen at the clinic that was paid, put right by two settlements (B14)."""

from datetime import date
from pathlib import Path

import pytest
from clinic_files_of_tests import CLINIC
from django.test import Client
from doses_of_tests import mr1, record
from fees_of_tests import receipt, take_welfare, welfare_file
from ledger_of_tests import CLERK, entries
from residents_of_tests import add_resident, shelter
from settlements_of_tests import claim, contract, enter_prices, price, settle
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.schedule import load
from sesshu.ward.fees import settlements
from sesshu.ward.fees.changed import changed_charges
from sesshu.ward.fees.models import Settlement

OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))
GIVEN_ON, CHARGE, UNIT = date(2026, 10, 15), 2_500, 5_000
FLU = ("FLU", "given")
PAGE = f"/131121/fees/2026-10/{CLINIC}/"
pytestmark = pytest.mark.usefixtures("fresh_ward")


def changes() -> list[tuple[int, int]]:
    return [(each.paid_yen, each.now_yen) for each in changed_charges(CLINIC, load.current())]


def settle_flu(month: date, doses: int = 1, *, back: bool = False) -> None:
    claim(doses, doses * (UNIT - CHARGE), month=month, kind=FLU)
    settle({FLU: "記録がない"} if back else None, month=month)


@pytest.fixture
def old() -> int:
    """Somebody who paid for influenza in October, which the clinic was paid for."""
    contract(series=("FLU",))
    enter_prices(price(series="FLU", yen=UNIT))
    resident = add_resident(date(1950, 4, 1))
    said = {"series": "FLU", "product": "FLU", "voucher_number": None, "brand": None, "lot": "F1"}
    record(mr1(resident, GIVEN_ON, **said))
    settle_flu(OCTOBER)
    return resident


@pytest.mark.parametrize(
    ("from_on", "until_on", "found"),
    [
        (GIVEN_ON, GIVEN_ON, [(CHARGE, 0)]),
        (date(2026, 10, 1), date(2026, 10, 14), []),
        (date(2026, 10, 16), None, []),
        (date(2026, 4, 1), None, [(CHARGE, 0)]),
    ],
)
def test_help_that_is_told_late_changes_the_charge_of_its_days(
    old: int, tmp_path: Path, from_on: date, until_on: date | None, found: list[tuple[int, int]]
) -> None:
    assert changes() == []
    told = receipt(old, valid_from=from_on, valid_until=until_on)
    take_welfare(welfare_file(tmp_path / "W1.csv", told))
    assert changes() == found


def test_help_that_never_was_changes_it_back(old: int, tmp_path: Path) -> None:
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(old)))
    assert changes() == [(CHARGE, 0)]
    never = receipt(old, is_revoked=True)
    take_welfare(welfare_file(tmp_path / "W2.csv", never, month=NOVEMBER))
    assert changes() == []


def test_a_payment_is_taken_back_and_paid_anew_by_the_charge_of_now(
    old: int, tmp_path: Path
) -> None:
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(old)))
    [found] = changed_charges(CLINIC, load.current())
    settlements.exclude(CLERK, found.dose_id, "自己負担の変更")
    settle_flu(NOVEMBER, back=True)
    assert changes() == []
    settlements.exclude(CLERK, found.dose_id, None)
    settle_flu(DECEMBER, back=True)
    yen = Settlement.objects.order_by("id").values_list("yen", flat=True)
    assert list(yen) == [UNIT - CHARGE, CHARGE - UNIT, UNIT]
    assert changes() == []


def test_whose_clinic_nobody_may_know_is_not_listed(old: int, tmp_path: Path) -> None:
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(old)))
    shelter(old)
    assert changes() == []


@pytest.fixture
def clerk(old: int, tmp_path: Path) -> Client:
    take_welfare(welfare_file(tmp_path / "W1.csv", receipt(old)))
    return employ("費用 花子", Duty.FEES).client()


def test_the_clinics_page_says_so_and_the_list_is_a_look_at_each(clerk: Client, old: int) -> None:
    assert "1件を見る" in clerk.get(PAGE).text
    text = clerk.get(f"/131121/fees/2026-12/{CLINIC}/doses/").text
    assert "支払った後に自己負担が変わった接種" in text
    assert "2,500円" in text
    assert entries()[-1].subjects == [old]


def test_who_only_checks_is_not_told_by_whom_fees_changed(clerk: Client) -> None:
    checker = employ("確認 次郎", Duty.CHECK).client()
    assert "件を見る" not in checker.get(PAGE).text
