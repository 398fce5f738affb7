"""A run over the ward: whom another release would reach, counted and kept, each exactly once."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from doses_of_tests import mr1, record
from residents_of_tests import add_resident, shelter
from ward.rulebooks.drafts import compare, draft, file_with

from sesshu.foundation.clock import today
from sesshu.foundation.walls import Place
from sesshu.schedule.comparison import Effect, affected
from sesshu.schedule.load import current
from sesshu.schedule.persons import Person
from sesshu.schedule.releases import read_release
from sesshu.ward.rulebooks import queries
from sesshu.ward.rulebooks.jobs import compare as job

FOUR, TODDLER, GROWN = date(2022, 6, 1), date(2025, 3, 1), date(1980, 1, 1)


@pytest.fixture
def people(fresh_ward: Place) -> dict[str, int]:
    """Who gains, who is moved, and who is not asked about."""
    return {
        "four": add_resident(FOUR),
        "toddler": add_resident(TODDLER),
        "grown": add_resident(GROWN),
        "gone": add_resident(FOUR, status="3"),
        "dead": add_resident(FOUR, died_on=date(2025, 1, 1)),
    }


def kept(run_id: int) -> set[tuple[int, str, str]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT resident_id, series, effect FROM rulebook_effect WHERE run_id = %s", [run_id]
        )
        return set(cursor.fetchall())


def test_residents_are_counted_by_effect_and_the_absent_are_not_asked_about(
    people: dict[str, int], tmp_path: Path
) -> None:
    run_id, state, counts, _ = compare(file_with(tmp_path, draft()))
    assert state == "done"
    assert counts == {"residents": 3, "affected": 2, "gains": 1, "moved": 1}
    assert kept(run_id) == {
        (people["four"], "VAR", "gains"),
        (people["toddler"], "VAR", "moved"),
    }


def test_the_run_answers_as_the_comparison_of_each_person(
    people: dict[str, int], tmp_path: Path
) -> None:
    content = draft(varicella_until="reaches 24 months")
    run_id, *_ = compare(file_with(tmp_path, content))
    expected = {
        (people[name], row.series, str(row.effect))
        for name, born_on in (("four", FOUR), ("toddler", TODDLER), ("grown", GROWN))
        for row in affected(
            Person(id=name, born_on=born_on, sex="F"), today(), current(), read_release(content)
        )
    }
    assert kept(run_id) == expected


def test_chunks_of_any_size_find_the_same(
    people: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, *_ = compare(file_with(tmp_path, draft()))
    monkeypatch.setattr(job, "AT_A_TIME", 1)
    other = file_with(tmp_path, draft(varicella_until="reaches 59 months"))
    parts, _, counts, _ = compare(other)
    assert kept(parts) == kept(whole)
    assert counts["residents"] == 3


def test_doses_on_record_are_looked_at(people: dict[str, int], tmp_path: Path) -> None:
    with_dose = record(mr1(people["toddler"]))
    assert with_dose.entry.series == "MR1"
    run_id, state, counts, _ = compare(file_with(tmp_path, draft()))
    assert (state, counts["affected"]) == ("done", 2)
    assert (people["toddler"], "VAR", "moved") in kept(run_id)


def test_somebody_guarded_is_counted_like_everybody(people: dict[str, int], tmp_path: Path) -> None:
    shelter(people["four"])
    _, _, counts, _ = compare(file_with(tmp_path, draft()))
    assert counts["gains"] == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"not a release", draft() + b"\n"])
def test_a_file_that_is_no_release_stops_the_run_with_what_to_do(
    fresh_ward: Place, tmp_path: Path, content: bytes
) -> None:
    _, state, _, failure = compare(file_with(tmp_path, content))
    assert state == "failed"
    assert "規則の版として使えません" in failure


def test_the_comparison_is_listed_with_its_day_and_both_releases(
    people: dict[str, int], tmp_path: Path
) -> None:
    run_id, *_ = compare(file_with(tmp_path, draft()))
    (seen,) = queries.comparisons()
    assert (seen.run_id, seen.input_name, seen.on) == (run_id, "next-year.json", today())
    assert (seen.old, seen.new) == (current().release, read_release(draft()).release)
    assert queries.comparison(run_id) == seen
    assert queries.comparison(run_id + 1) is None
    assert queries.tally(run_id) == {"VAR": {Effect.GAINS: 1, Effect.MOVED: 1}}
    (named,) = queries.named(run_id, "VAR", Effect.GAINS, 0, 10)
    assert (named.resident_id, named.before_status, named.after_status) == (
        people["four"],
        "missed",
        "due",
    )


def test_a_law_without_a_last_day_is_kept_without_one(
    people: dict[str, int], tmp_path: Path
) -> None:
    run_id, *_ = compare(file_with(tmp_path, draft(varicella_until=None)))
    (row,) = [
        row
        for row in queries.named(run_id, "VAR", Effect.GAINS, 0, 10)
        if row.resident_id == people["four"]
    ]
    assert (row.after_earliest_on, row.after_last_on) == (date(2023, 5, 31), None)
