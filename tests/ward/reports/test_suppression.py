"""What is published: no small count is shown, none can be computed back by linear programs (R15, V116)."""

import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ward.reports.attacker import bounds

from sesshu.ward.reports.suppression import hidden

SMALLEST = 10
SHAPES = [(True, True), (True, False), (False, True), (False, False)]
COUNT = st.one_of(st.integers(0, 12), st.integers(0, 300), st.just(0))
TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(COUNT, min_size=columns, max_size=columns), min_size=1, max_size=7
    )
)


def printed_small(
    counts: list[list[int]], left_out: frozenset[tuple[int, int]], *, total: bool, sum_line: bool
) -> list[int]:
    """Small numbers a reader would see, sums among them."""
    rows = [[*row, sum(row)] if total else list(row) for row in counts]
    if sum_line:
        rows.append([sum(column) for column in zip(*rows, strict=True)])
    return [
        count
        for line, row in enumerate(rows)
        for column, count in enumerate(row)
        if (line, column) not in left_out and 0 < count < SMALLEST
    ]


@settings(max_examples=examples(150))
@given(TABLES, st.sampled_from(SHAPES))
def test_no_small_count_is_shown_and_none_can_be_computed_back(
    counts: list[list[int]], shape: tuple[bool, bool]
) -> None:
    total, sum_line = shape
    left_out = hidden(counts, SMALLEST, total=total, sum_line=sum_line)
    if left_out is None:
        counts, sum_line = [[sum(column) for column in zip(*counts, strict=True)]], False
        left_out = hidden(counts, SMALLEST, total=total, sum_line=sum_line)
        assert left_out is not None
    assert printed_small(counts, left_out, total=total, sum_line=sum_line) == []
    for cell, least, most in bounds(counts, left_out, total=total, sum_line=sum_line):
        assert most - least >= SMALLEST, f"{cell} lies between {least} and {most}"


@settings(max_examples=examples(50))
@given(TABLES, st.sampled_from(SHAPES))
def test_a_table_without_small_counts_is_shown_whole(
    counts: list[list[int]], shape: tuple[bool, bool]
) -> None:
    large = [[count + SMALLEST if count else 0 for count in row] for row in counts]
    assert hidden(large, SMALLEST, total=shape[0], sum_line=shape[1]) == frozenset()


def test_the_attacker_computes_a_cell_back_when_only_small_counts_are_left_out() -> None:
    counts = [[50, 3, 20], [40, 20, 30]]
    only_small = frozenset({(0, 1)})
    ((cell, least, most),) = bounds(counts, only_small, total=True, sum_line=True)
    assert (cell, least, most) == ((0, 1), 3, 3)


@pytest.mark.parametrize(("total", "sum_line"), SHAPES[:3])
def test_the_attacker_finds_a_pair_that_is_too_tight(total: bool, sum_line: bool) -> None:  # noqa: FBT001
    counts = [[50, 3, 4], [3, 20, 30], [4, 30, 20]]
    pair = frozenset({(0, 1), (0, 2), (1, 0), (2, 0)})
    assert any(
        most - least < SMALLEST
        for _, least, most in bounds(counts, pair, total=total, sum_line=sum_line)
    )


def test_an_empty_table_leaves_nothing_out() -> None:
    assert hidden([], SMALLEST, total=True, sum_line=True) == frozenset()


def test_the_line_of_sums_stays_where_a_ring_protects_the_small_count() -> None:
    counts = [[50, 3, 20, 40], [40, 20, 30, 50], [60, 15, 12, 70]]
    left_out = hidden(counts, SMALLEST, total=True, sum_line=True)
    assert (0, 1) in left_out
    assert not any(line == len(counts) for line, _ in left_out)
    assert len(left_out) == 4


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([[1, 0], [50, 60]], id="a line that is small as a whole"),
        pytest.param([[1, 50], [2, 60]], id="a column that is small as a whole"),
        pytest.param([[1, 50], [9, 60]], id="a cell on no ring"),
        pytest.param([[3, 60]], id="one line alone"),
    ],
)
def test_where_nothing_protects_a_cell_only_sums_are_shown(counts: list[list[int]]) -> None:
    assert hidden(counts, SMALLEST, total=True, sum_line=True) is None


@settings(max_examples=examples(100))
@given(TABLES)
def test_a_sum_is_never_left_out_beside_what_it_sums(counts: list[list[int]]) -> None:
    left_out = hidden(counts, SMALLEST, total=True, sum_line=True)
    lines, columns = len(counts), len(counts[0])
    assert left_out is None or all(line < lines and at < columns for line, at in left_out)


@settings(max_examples=examples(100))
@given(TABLES, st.sampled_from(SHAPES[:3]), st.data())
def test_what_was_left_out_before_stays_left_out_and_cannot_be_computed(
    counts: list[list[int]], shape: tuple[bool, bool], data: st.DataObject
) -> None:
    """Of a sum of nought the reader knows that all it sums is nought: that is no small count."""
    total, sum_line = shape
    lines, columns = len(counts), len(counts[0])
    row = st.lists(COUNT, min_size=columns, max_size=columns)
    now = data.draw(st.lists(row, min_size=lines, max_size=lines))
    before = hidden(counts, SMALLEST, total=total, sum_line=sum_line)
    left_out = hidden(now, SMALLEST, total=total, sum_line=sum_line, before=before or ())
    if before is not None and left_out is not None:
        assert before <= left_out
        for cell, least, most in bounds(now, left_out, total=total, sum_line=sum_line):
            assert most - least >= SMALLEST or most == 0, cell
