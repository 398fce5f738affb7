"""Whoever reads all that was published learns no small count: two cuts of one people, two versions (R15)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ward.reports.reader import Reader

from sesshu.ward.reports import sheets as sheets_module
from sesshu.ward.reports.charts import chart_of
from sesshu.ward.reports.definitions import definition, publication
from sesshu.ward.reports.grid import grids
from sesshu.ward.reports.queries import Place
from sesshu.ward.reports.sheets import Sheet, sheets

DAY = date(2026, 3, 31)
RULE = publication(2025)
CODES = ("coverage_town", "coverage_school_year")
STANDINGS = tuple(column.code for column in definition(CODES[0], 2025).tables[0].columns)
TOWNS = tuple(f"00{n} {name}" for n, name in enumerate(("北町", "南町", "東町"), start=1))
YEARS = ("2022", "2023", "2024")
CUTS = (TOWNS, YEARS)
People = Mapping[tuple[str, str, str], int]
COUNT = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))
GROUPS = list(product(TOWNS, YEARS, STANDINGS[:3]))
PEOPLE = st.lists(COUNT, min_size=len(GROUPS), max_size=len(GROUPS)).map(
    lambda counts: dict(zip(GROUPS, counts, strict=True))
)


def published(code: str, people: People, before: list[Sheet] | None = None) -> Sheet:
    """The first table of a report about these people, as it is published."""
    one, cut = definition(code, 2025), CODES.index(code)
    figures: Counter[Place] = Counter()
    for group, count in people.items():
        figures["MR1", group[cut], group[-1]] += count
    held = {place: count for place, count in figures.items() if count}
    [sheet, *_] = sheets(one, grids(one, held, DAY), RULE, before or [])
    return sheet


def reader(versions: int = 1) -> Reader:
    return Reader(CUTS, STANDINGS, versions)


@settings(max_examples=examples(60))
@given(PEOPLE)
def test_towns_and_school_years_together_tell_no_small_count(people: People) -> None:
    both = [published(code, people) for code in CODES]
    reads = reader()
    for cut, sheet in enumerate(both):
        reads.read(cut, sheet)
    for cut, sheet in enumerate(both):
        for title, column, width in reads.knows(cut, sheet):
            assert width >= RULE.smallest - 1e-6, f"{title} {column} lies within {width}"


@settings(max_examples=examples(60))
@given(PEOPLE, st.lists(st.integers(0, 30), min_size=len(GROUPS), max_size=len(GROUPS)))
def test_two_versions_tell_no_small_count_even_to_who_takes_the_hidden_for_unchanged(
    people: People, more: list[int]
) -> None:
    first = published(CODES[0], people)
    shown = {
        (code, n)
        for row in first.rows
        for code in row.codes
        for n in range(5)
        if n not in row.left_out
    }
    later = {
        group: count + added * ((group[0], STANDINGS.index(group[-1])) in shown and count > 0)
        for (group, count), added in zip(people.items(), more, strict=True)
    }
    second = published(CODES[0], later, [first])
    reads = reader(versions=2)
    reads.read(0, first, 0)
    reads.read(0, second, 1)
    reads.assume_unchanged(0, first)
    for title, column, width in reads.knows(0, first):
        assert width >= RULE.smallest - 1e-6, f"{title} {column} lies within {width}"


@settings(max_examples=examples(100))
@given(PEOPLE, st.sampled_from(CODES))
def test_no_chart_says_a_number_that_its_table_leaves_out(people: People, code: str) -> None:
    sheet = published(code, people)
    chart = chart_of(sheet)
    if chart is not None:
        for row, bar in zip(sheet.rows, chart.bars, strict=True):
            assert bar.sizes is None or not row.left_out


def test_a_table_of_which_everything_is_left_out_has_no_chart() -> None:
    sheet = published(CODES[0], {(TOWNS[0], YEARS[0], "begun"): 3})
    assert sheet.left_out
    assert chart_of(sheet) is None


FEW = {
    (TOWNS[0], YEARS[0], "complete"): 40,
    (TOWNS[0], YEARS[0], "begun"): 3,
    (TOWNS[1], YEARS[1], "complete"): 30,
    (TOWNS[1], YEARS[1], "begun"): 20,
}


def test_the_reader_finds_a_count_of_which_only_itself_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets_module, "hidden", lambda counts, smallest, **_: frozenset({(0, 2)}))
    sheet = published(CODES[0], FEW)
    reads = reader()
    reads.read(0, sheet)
    assert [width for *_, width in reads.knows(0, sheet)] == [0]


def test_the_reader_finds_by_the_other_cut_the_sums_that_one_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The small count with its sum alone is safe in one table; the other one shows that sum."""
    other = published(CODES[1], FEW)
    left_out = frozenset({(0, 0), (0, 2), (2, 0), (2, 2)})
    monkeypatch.setattr(sheets_module, "hidden", lambda counts, smallest, **_: left_out)
    sheet = published(CODES[0], FEW)
    reads = reader()
    reads.read(0, sheet)
    assert min(width for *_, width in reads.knows(0, sheet)) >= RULE.smallest
    reads.read(1, other)
    assert max(width for *_, width in reads.knows(0, sheet)) == 0


def test_two_versions_that_hide_different_counts_tell_both() -> None:
    """Published anew without regard to what was left out before, a small count can be computed."""
    first = published(CODES[0], FEW)
    more = FEW | {(TOWNS[0], YEARS[0], "begun"): 33}
    for before, is_told in (([], True), ([first], False)):
        second = published(CODES[0], more, before)
        assert (second.left_out == 0) == is_told


@pytest.mark.parametrize("code", ["governor", "hpv"])
def test_a_chart_of_a_table_without_totals_tells_no_sum_of_a_line_with_a_small_count(
    code: str,
) -> None:
    one = definition(code, 2025)
    [table, *_] = one.tables
    counts = ((50, 3, 20), (40, 30, 20), (60, 20, 20))
    figures = {
        (table.code, line.code, column.code): count
        for line, row in zip(table.lines, counts, strict=False)
        for column, count in zip(table.columns, row, strict=False)
    }
    [sheet, *_] = sheets(one, grids(one, figures, DAY), RULE)
    assert sheet.rows[0].cells[1] == "―"
    chart = chart_of(sheet)
    assert chart is not None
    assert chart.bars[0].sizes is None
    assert str(sum(counts[0][: len(table.columns)])) not in {bar.said for bar in chart.bars}
