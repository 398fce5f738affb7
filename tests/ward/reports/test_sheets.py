"""Definitions, tables in words, charts and files of reports, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.documents.report.drawing import PATTERNS, svg
from sesshu.documents.report.pictures import picture
from sesshu.schedule.load import current
from sesshu.ward.reports.charts import chart_of, said_of
from sesshu.ward.reports.definitions import (
    Definition,
    Kind,
    NoSuchReport,
    as_text,
    definition,
    definitions,
    from_text,
    publication,
    questions,
)
from sesshu.ward.reports.grid import Grid, Heading, grids, merged
from sesshu.ward.reports.jobs.counting import TwoConditions, cells_of
from sesshu.ward.reports.sheets import sheets

DAY = date(2026, 3, 31)
COVERAGE = definition("coverage_birth_year", 2025)
RULE = publication(2025)
FIGURES = {
    ("MR1", "2024", "complete"): 85,
    ("MR1", "2024", "begun"): 0,
    ("MR1", "2024", "not_begun"): 15,
    ("MR1", "2024", "unknown"): 20,
    ("MR1", "2023", "complete"): 93,
    ("MR1", "2023", "not_begun"): 7,
}


@pytest.mark.parametrize("one", definitions(), ids=lambda one: f"{one.code}-{one.from_fiscal_year}")
def test_a_definition_names_series_products_and_questions_that_exist(one: Definition) -> None:
    rulebook = current()
    for cell in cells_of(one):
        assert set(cell.get("series", ())) <= rulebook.series.keys()
        assert set(cell.get("products", ())) <= rulebook.products.keys()
    for table in one.tables:
        assert (table.cohort is not None) == (one.kind is Kind.COVERAGE)
        assert set(table.cohort.series if table.cohort else ()) <= rulebook.series.keys()
    assert set(one.verify) <= questions().keys()
    assert one.provision
    assert one.numerator


@pytest.mark.parametrize("one", definitions(), ids=lambda one: f"{one.code}-{one.from_fiscal_year}")
def test_a_definition_is_kept_as_it_is(one: Definition) -> None:
    assert from_text(as_text(one)) == one


def test_every_question_is_asked_somewhere() -> None:
    asked = {id for one in definitions() for id in one.verify} | set(RULE.verify)
    assert asked == questions().keys()


def test_the_definition_of_a_year_is_the_one_that_held_then() -> None:
    assert "施行令第7条(令和4年" in definition("governor", 2022).provision
    assert "after-2022" in definition("governor", 2023).verify
    with pytest.raises(NoSuchReport):
        definition("hpv", 2021)


def test_a_line_and_a_column_do_not_set_the_same_condition() -> None:
    raw = as_text(definition("hpv", 2025)).replace(
        '"which":{"dose":1}', '"which":{"series":["HPV"]}'
    )
    with pytest.raises(TwoConditions):
        cells_of(from_text(raw))


def test_a_rate_leaves_out_whose_history_is_unknown() -> None:
    (sheet, *_) = sheets(COVERAGE, grids(COVERAGE, FIGURES, DAY), None)
    assert [row.title for row in sheet.rows] == [
        "2023年(令和5年)生まれ",
        "2024年(令和6年)生まれ",
        "計",
    ]
    assert sheet.rows[1].cells == ("85", "0", "0", "15", "20", "120", "85.0%", "85.0%")
    assert sheet.rows[2].share == pytest.approx(178 / 200)


def test_where_a_count_is_left_out_no_rate_and_no_bar_tells_it() -> None:
    (sheet, *_) = sheets(COVERAGE, grids(COVERAGE, FIGURES, DAY), RULE)
    told = sheet.rows[0].cells
    assert told[3] == "―"
    assert told[-2:] == ("―", "―")
    chart = chart_of(sheet)
    assert chart is not None
    assert chart.bars[0].sizes is None
    assert sheet.left_out > 0


def test_a_chart_says_its_bars_in_words_and_is_a_picture() -> None:
    (sheet, *_) = sheets(COVERAGE, grids(COVERAGE, FIGURES, DAY), None)
    chart = chart_of(sheet)
    assert chart is not None
    drawing = svg(chart)
    assert "2024年(令和6年)生まれ 85.0%" in drawing
    assert "style=" not in drawing
    assert said_of(chart).startswith("麻しん風しん 第1期の図です。最も大きいのは2023年")
    assert picture(drawing).startswith(b"\x89PNG")


@pytest.mark.parametrize("one", definitions(), ids=lambda one: f"{one.code}-{one.from_fiscal_year}")
def test_every_part_of_a_bar_has_a_pattern_of_its_own(one: Definition) -> None:
    for table in one.tables:
        if any(rate.over == "line" for rate in table.rates):
            assert len(table.columns) <= len(set(PATTERNS))


def test_more_than_a_hundred_percent_is_said_to_be_no_error() -> None:
    one = definition("community_health", 2025)
    figures = {("doses", "MR1", "a01"): 12, ("doses", "MR1", "population"): 10}
    (doses, *_) = sheets(one, grids(one, figures, DAY), None)
    (row,) = [row for row in doses.rows if row.title == "麻しん風しん 第1期"]
    assert row.cells[-3:] == ("12", "10", "120.0%")
    assert doses.over_hundred


def test_a_population_of_other_than_twelve_months_is_made_into_a_year() -> None:
    raw = as_text(definition("community_health", 2025)).replace(
        '"until_months":23', '"until_months":35'
    )
    one = from_text(raw)
    (doses, *_) = grids(one, {("doses", "MR1", "population"): 50}, DAY)
    at = [line.code for line in doses.lines].index("MR1")
    assert doses.populations[at] == 25


TOWNS = definition("coverage_town", 2025).tables[0]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.integers(1, 15))
def test_small_towns_are_put_together_until_they_are_large(
    people: list[int], smallest: int
) -> None:
    grid = Grid(
        table=TOWNS,
        lines=tuple(Heading(f"{n}", f"{n}") for n in range(len(people))),
        counts=tuple((count, 0, 0, 0, 0) for count in people),
        populations=(None,) * len(people),
    )
    joined = merged(grid, smallest)
    sizes = [sum(row) for row in joined.counts]
    assert sum(sizes) == sum(people)
    if sum(people) >= smallest and len(people) > 1:
        assert all(size >= smallest for size in sizes)
