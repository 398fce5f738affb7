"""Coverage of the residents on a day: completed, begun, not begun, unknown; by year, school year, town."""

from collections import Counter
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from doses_of_tests import BORN, mr1, pcv, record
from ledger_of_tests import CLERK
from merges_of_tests import merge, undo
from residents_of_tests import add_resident, add_version, shelter
from staff_of_tests import employ
from ward.circumstances.test_circumstances import had, illness
from ward.circumstances.test_circumstances import record as know
from ward.reports.office import LAST_DAY, compute, figures, finished

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.kernel.outcomes import Status
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person
from sesshu.ward.reports import operations
from sesshu.ward.reports.grid import grids
from sesshu.ward.reports.groups import line_title
from sesshu.ward.reports.jobs import compute as job
from sesshu.ward.reports.queries import figures_of
from sesshu.ward.reports.sheets import sheets
from sesshu.ward.reports.towns import NOT_SHOWN, town_of

HOME = "東京都世田谷区"
ADDRESS = {"town_code": "0011002", "address": f"{HOME}三軒茶屋二丁目14番22号"}
ELSEWHERE = {"town_code": "0020000", "address": f"{HOME}代田1番2号"}


def moved_in(born_on: date, on: date, **others: object) -> int:
    return add_resident(born_on, valid_from=on, became_resident_on=on, **others)


def test_each_resident_stands_in_one_column(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    add_resident(BORN)
    moved_in(BORN, date(2026, 1, 1))
    record(mr1(moved_in(BORN, date(2026, 1, 1))))
    found = figures(compute("coverage_birth_year"), "MR1")
    assert found == {
        ("2025", "complete"): 2,
        ("2025", "not_begun"): 1,
        ("2025", "unknown"): 1,
    }


def test_who_has_had_one_of_several_has_begun(fresh_ward: Place) -> None:
    record(pcv(add_resident(BORN), date(2025, 5, 10)))
    assert figures(compute("coverage_birth_year"), "PCV") == {("2025", "begun"): 1}


def test_only_who_lives_here_on_the_day_is_counted(fresh_ward: Place) -> None:
    gone = add_resident(BORN)
    add_version(gone, BORN, valid_from=LAST_DAY, status="3", ceased_resident_on=LAST_DAY)
    add_resident(BORN, died_on=date(2026, 1, 5))
    moved_in(BORN, date(2026, 11, 21))
    assert figures(compute("coverage_birth_year"), "MR1") == {}
    before = compute("coverage_birth_year", as_of=date(2026, 11, 19))
    assert figures(before, "MR1") == {("2025", "not_begun"): 1}


def test_a_dose_after_the_day_does_not_count(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    early = compute("coverage_birth_year", as_of=date(2026, 4, 9))
    assert figures(early, "MR1") == {("2025", "not_begun"): 1}


@pytest.mark.parametrize(
    ("born_on", "birth_year", "school_year"),
    [
        (date(2023, 12, 31), "2023", "2023"),
        (date(2024, 1, 1), "2024", "2023"),
        (date(2024, 4, 1), "2024", "2023"),
        (date(2024, 4, 2), "2024", "2024"),
    ],
)
def test_years_begin_on_new_year_and_school_years_on_the_second_of_april(
    fresh_ward: Place, born_on: date, birth_year: str, school_year: str
) -> None:
    add_resident(born_on)
    assert list(figures(compute("coverage_birth_year"), "MR1")) == [(birth_year, "not_begun")]
    assert list(figures(compute("coverage_school_year"), "MR1")) == [(school_year, "not_begun")]


def test_towns_are_told_apart_and_nobody_guarded_is_placed(fresh_ward: Place) -> None:
    add_resident(BORN, **ADDRESS)
    add_resident(BORN, **ELSEWHERE)
    shelter(add_resident(BORN, **ADDRESS))
    found = figures(compute("coverage_town"), "MR1")
    assert found == {
        ("0011002 三軒茶屋二丁目", "not_begun"): 1,
        ("0020000 代田", "not_begun"): 1,
        (NOT_SHOWN, "not_begun"): 1,
    }


def test_boys_are_not_in_the_table_of_girls(fresh_ward: Place) -> None:
    add_resident(date(2012, 6, 1), sex="1")
    add_resident(date(2012, 6, 1))
    assert figures(compute("coverage_birth_year"), "HPV") == {("2012", "not_begun"): 1}


def test_the_judge_counts_the_same_person_by_person(fresh_ward: Place) -> None:
    """The recount: each child by `judge`, in plain Python, without the sweep."""
    expected: Counter[tuple[str, str]] = Counter()
    for days in range(0, 400, 50):
        born_on = date.fromordinal(date(2024, 8, 1).toordinal() + days)
        resident = add_resident(born_on)
        given = [dose for dose in (pcv(resident, day_of(born_on, 70)),) if days % 100]
        for dose in given:
            record(dose)
        person = Person(
            id="child",
            born_on=born_on,
            sex="F",
            doses=tuple(
                Dose(id="1", series="PCV", given_on=dose.given_on, product="PCV20")
                for dose in given
            ),
        )
        (seen,) = [one for one in judge(person, LAST_DAY, current()).series if one.series == "PCV"]
        standing = (
            "complete" if seen.status is Status.COMPLETE else "begun" if given else "not_begun"
        )
        expected[str(born_on.year), standing] += 1
    assert figures(compute("coverage_birth_year"), "PCV") == dict(expected)


def test_who_had_the_disease_stands_apart_and_both_rates_are_told(fresh_ward: Place) -> None:
    had_it, has_both, has_dose = (add_resident(BORN) for _ in range(3))
    add_resident(BORN)
    record(mr1(has_dose))
    record(mr1(has_both))
    for child in (had_it, has_both):
        for antigen in ("measles", "rubella"):
            know(had(child, antigen))
    seen = compute("coverage_birth_year")
    assert figures(seen, "MR1") == {
        ("2025", "complete"): 2,
        ("2025", "excluded"): 1,
        ("2025", "not_begun"): 1,
    }
    (sheet, *_) = sheets(
        seen.definition, grids(seen.definition, figures_of(seen.id), LAST_DAY), None
    )
    assert sheet.rows[0].cells[-2:] == ("50.0%", "66.7%")


def test_one_of_two_diseases_of_a_vaccine_takes_nobody_out(fresh_ward: Place) -> None:
    know(had(add_resident(BORN), "measles"))
    assert figures(compute("coverage_birth_year"), "MR1") == {("2025", "not_begun"): 1}


def test_what_was_learned_later_is_not_in_a_report_of_before(fresh_ward: Place) -> None:
    """A report of today keeps its figures when it is computed again after the disease was recorded."""
    child = add_resident(BORN)
    seen = compute("coverage_birth_year", known_on=today())
    know(had(child, "varicella"))
    assert figures(seen, "VAR") == {("2025", "not_begun"): 1}
    again = finished(operations.ask_again(CLERK, seen.id, uuid4()).run_id)
    assert again.figures_sha256 == seen.figures_sha256
    later = compute("coverage_birth_year", known_on=today(), as_of=date(2026, 11, 19))
    assert figures(later, "VAR") == {("2025", "excluded"): 1}


def test_a_scar_takes_out_of_bcg_whoever_was_not_vaccinated(fresh_ward: Place) -> None:
    know(illness(add_resident(BORN), kind="keloid", from_on=BORN))
    assert figures(compute("coverage_birth_year"), "BCG") == {("2025", "excluded"): 1}


def test_two_numbers_of_one_person_are_one_child_with_all_doses(fresh_ward: Place) -> None:
    kept, other = add_resident(BORN), add_resident(BORN)
    record(mr1(other))
    apart = compute("coverage_birth_year")
    assert figures(apart, "MR1") == {("2025", "complete"): 1, ("2025", "not_begun"): 1}
    merge_id = merge(kept, other).pk
    assert figures(compute("coverage_birth_year", as_of=date(2026, 11, 19)), "MR1") == {
        ("2025", "complete"): 1
    }
    undo(merge_id)
    assert compute("coverage_birth_year", as_of=date(2026, 11, 18)).figures_sha256 == (
        apart.figures_sha256
    )


def test_a_child_that_lives_here_under_the_merged_number_is_counted(fresh_ward: Place) -> None:
    """住登外 first, registered later, and the number of 住登外 was the one that was kept."""
    kept = add_resident(BORN, status="3", ceased_resident_on=BORN)
    lives_here = add_resident(BORN)
    record(mr1(lives_here))
    merge(kept, lives_here)
    assert figures(compute("coverage_birth_year"), "MR1") == {("2025", "complete"): 1}


def test_numbers_in_different_stretches_are_counted_once(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, _, other = (add_resident(BORN) for _ in range(3))
    record(mr1(other))
    merge(kept, other)
    monkeypatch.setattr(job, "AT_A_TIME", 1)
    assert figures(compute("coverage_birth_year"), "MR1") == {
        ("2025", "complete"): 1,
        ("2025", "not_begun"): 1,
    }


def day_of(born_on: date, days: int) -> date:
    return date.fromordinal(born_on.toordinal() + days)


def test_stretches_of_any_size_give_the_same(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        record(mr1(add_resident(BORN)))
    whole = compute("coverage_birth_year")
    monkeypatch.setattr(job, "AT_A_TIME", 1)
    parts = compute("coverage_birth_year", known_on=date(2026, 12, 30))
    assert parts.figures_sha256 == whole.figures_sha256


def test_a_page_of_coverage_shows_rate_chart_and_who_is_unknown(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    moved_in(BORN, date(2026, 1, 1))
    seen = compute("coverage_birth_year")
    reader: Client = employ("報告 太郎", Duty.REPORTS).client()
    text = reader.get(f"/131121/reports/{seen.id}/").text
    assert "2025年(令和7年)生まれ" in text
    assert "100.0%" in text
    assert "接種歴が分からない人" in text
    assert 'role="img"' in text
    published = reader.get(f"/131121/reports/{seen.id}/?edition=published").text
    assert "100.0%" not in published


@pytest.mark.parametrize(
    ("group_by", "code", "title"),
    [
        ("birth_year", "2019", "2019年(平成31年・令和元年)生まれ"),
        ("school_year", "2019", "小学1年(2019年4月2日から2020年4月1日生まれ)"),
        ("school_year", "2022", "年少(2022年4月2日から2023年4月1日生まれ)"),
        ("school_year", "2008", "高校3年(2008年4月2日から2009年4月1日生まれ)"),
        ("school_year", "2025", "2025年4月2日から2026年4月1日生まれ"),
        ("town", "0011002 三軒茶屋二丁目", "三軒茶屋二丁目"),
        ("town", NOT_SHOWN, NOT_SHOWN),
    ],
)
def test_lines_are_named_in_words(group_by: str, code: str, title: str) -> None:
    assert line_title(group_by, code, date(2026, 6, 1)) == title


@pytest.mark.parametrize(
    ("address", "town"),
    [
        (f"{HOME}三軒茶屋二丁目14番22号", "0011002 三軒茶屋二丁目"),
        (f"{HOME}代田1番2号", "0011002 代田"),
        (f"{HOME}代田１−２", "0011002 代田"),
        (None, NOT_SHOWN),
    ],
)
def test_a_town_is_read_from_the_address(address: str | None, town: str) -> None:
    assert town_of(address, "0011002", HOME) == town
