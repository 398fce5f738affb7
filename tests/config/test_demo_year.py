"""The year of the fictional ward, on a ward of a few dozen: every planted fault is counted as it ended."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from clinic_files_of_tests import child
from conftest import SETAGAYA
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE
from ward.residents.registry import file_of, take_in

from sesshu.config.demo import patients, planted, year
from sesshu.config.demo.masters import Staff
from sesshu.config.demo.planted import Fate, fates
from sesshu.config.demo.summary import summary_lines
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import directory, enter
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.outside.clinics import CLASSES
from sesshu.outside.registry import Ward
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.recall.models import RecallNotice, RecallStep
from sesshu.ward.records.models import CurrentDose, Dose
from sesshu.ward.vouchers.models import IssueStep, Voucher

WARD = Ward("131121", year.FEWEST, seed=1, on=date(2025, 3, 31))
STAFF = Staff(CLERK, COLLEAGUE, Actor(9, "一括処理担当"))
DAYS = (date(2025, 3, 31), date(2025, 5, 1), date(2025, 6, 5))
"""Contracts; the vouchers of May; the files of May, and the recall of June."""
PASS_WITH_A_WARNING = {"V073", "V083", "V083B"}
TODDLERS, INFANTS, LATE = range(1, 41), range(50, 56), range(60, 64)
OTHERS = {
    70: {"birth_on": date(2011, 3, 2), "sex": "1"},
    71: {"birth_on": date(1996, 3, 2), "sex": "2"},
    **{number: {"birth_on": date(1950, 3, number - 70)} for number in range(72, 86)},
}


def residents() -> Iterator[dict[str, object]]:
    """Toddlers for most faults, infants of the age of BCG and past it, a boy, a woman, old people."""
    for number in TODDLERS:
        yield child(number, birth_on=date(2023, 8, 1) + timedelta(days=6 * number))
    for number in INFANTS:
        yield child(number, birth_on=date(2024, 11, 1) + timedelta(days=number))
    for number in LATE:
        yield child(number, birth_on=date(2024, 6, 1) + timedelta(days=number))
    for number, values in OTHERS.items():
        yield child(number, **values)


def live() -> None:
    for day in DAYS:
        year.work(WARD, day, STAFF)


def counts() -> list[int]:
    models = (Voucher, IssueStep, IntakeFile, IntakeRow, Dose, RecallNotice, RecallStep)
    return [model.objects.count() for model in models]


def stops(row: IntakeRow) -> bool:
    """Whether a finding of a row keeps it from being recorded."""
    return any(finding["level"] in ("error", "hold") for finding in row.findings)


@pytest.fixture(scope="module")
def _lived(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as changed, enter(SETAGAYA):
        changed.setattr(planted, "state_dir", lambda: folder)
        changed.setattr(patients, "SHARE_OF_CHILDREN", 0.5)
        take_in(file_of(folder / "residents.csv", *residents()))
        live()
        yield


@pytest.fixture
def found(_lived: None) -> dict[str, Fate]:
    return {fate.check: fate for fate in fates()}


def test_a_fault_of_every_class_is_planted_and_found(found: dict[str, Fate]) -> None:
    assert set(found) == set(CLASSES)
    assert {(fate.planted, fate.found) for fate in found.values()} == {(1, 1)}


def test_only_what_is_merely_unusual_is_recorded(found: dict[str, Fate]) -> None:
    assert {check for check, fate in found.items() if not fate.stopped} == PASS_WITH_A_WARNING


@pytest.mark.usefixtures("_lived")
def test_every_dose_of_a_right_form_is_on_record_once() -> None:
    rows = [row for row in IntakeRow.objects.all() if not stops(row)]
    assert len(rows) > len(CLASSES)
    assert {row.state for row in rows} == {"recorded"}
    assert CurrentDose.objects.count() == Dose.objects.count() == len(rows)


@pytest.mark.usefixtures("_lived")
def test_what_was_stopped_went_back_to_the_clinics() -> None:
    stopped = IntakeRow.objects.exclude(state="recorded")
    assert set(stopped.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.usefixtures("_lived")
def test_vouchers_and_letters_left_by_two_people() -> None:
    assert [*IssueStep.objects.order_by("id").values_list("step", flat=True)] == [
        "extracted",
        "fixed",
        "numbered",
        "posted",
    ]
    assert RecallNotice.objects.count() > 0
    assert set(RecallStep.objects.values_list("step", flat=True)) == {"found", "fixed", "posted"}


@pytest.mark.usefixtures("_lived")
def test_a_year_that_was_lived_is_not_lived_again() -> None:
    before = counts()
    live()
    assert counts() == before


def test_the_summary_tells_each_class_and_their_sums(
    found: dict[str, Fate], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sesshu.config.demo import summary

    monkeypatch.setattr(summary, "COUNTS", [each for each in summary.COUNTS if "誤り" in each[0]])
    lines = summary_lines([directory.Municipality("131121", "世田谷区", demo=True)], DAYS[-1])
    told = {line.title.strip(): line.values[0] for line in lines}
    assert told["わざと入れた誤り"] == told["うち確認が見つけた誤り"] == "17"
    assert told["うち登録を止めた誤り"] == "14"
    assert told["わざと入れた誤り V075"] == "1件中 発見1・停止1"
    assert told["わざと入れた誤り V083"] == "1件中 発見1・停止0"


def test_a_fault_that_nothing_found_is_counted_as_passed(found: dict[str, Fate]) -> None:
    spoilt = IntakeRow.objects.exclude(state="recorded").values("file")
    right = IntakeRow.objects.filter(state="recorded").exclude(file__in=spoilt).earliest("pk")
    labels = planted.file_of(right.file.file_id).with_suffix(planted.SUFFIX)
    before = labels.read_text(encoding="utf-8")
    planted.keep_labels(right.file.file_id, {right.line_number: "V079"})
    assert Fate("V079", planted=2, found=1, stopped=1) in fates()
    labels.write_text(before, encoding="utf-8")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 100_000))
def test_a_ward_large_enough_begins_the_day_before_a_whole_fiscal_year(
    on: date, residents: int
) -> None:
    begun = year.begins_before_year(residents, on)
    if begun is None:
        assert residents < year.FEWEST
        return
    lived = year.year_of(Ward("131121", residents, seed=1, on=begun))
    assert lived is not None
    assert begun + timedelta(days=1) == fiscal_year_begins(lived)
    assert fiscal_year_ends(lived) < on <= fiscal_year_ends(lived + 1)


@pytest.mark.parametrize(
    ("residents", "on"), [(4_999, date(2025, 3, 31)), (20_000, date(2026, 11, 16))]
)
def test_a_ward_that_is_small_or_began_on_another_day_has_no_year(residents: int, on: date) -> None:
    assert year.year_of(Ward("131121", residents, seed=1, on=on)) is None
