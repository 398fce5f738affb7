"""Arrays of ids go to PostgreSQL as text and mean the same."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.arrays import array_of


@pytest.mark.parametrize("ids", [[], [1], [3, 1, 2**63 - 1, -5]])
@pytest.mark.usefixtures("ward")
def test_postgresql_reads_the_same_ids(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::bigint[]", [array_of(ids)])
        assert cursor.fetchone() == (ids,)


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_every_id_stands_there_once_and_in_order(ids: list[int]) -> None:
    assert [int(each) for each in array_of(ids).strip("{}").split(",") if each] == ids


@pytest.mark.parametrize("wrong", ["1},{2", 1.5, None])
def test_nothing_but_whole_numbers_gets_in(wrong: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        array_of([wrong])  # type: ignore[list-item]
