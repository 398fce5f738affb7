"""Keys put together column by column are those made one by one."""

import polars as pl
import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ward.residents.registry import person

from sesshu.outside.registry import Ward, population
from sesshu.ward.residents.intake.search_keys import keys_of
from sesshu.ward.residents.keys import home_key, name_keys
from sesshu.wire.residents.frame import SCHEMA

HERE = "東京都世田谷区"
NAMES = ("name", "alias", "alphabet_name", "foreign_name_kanji", "former_family_name")
READINGS = ("name_kana", "alias_kana", "foreign_name_kana")


def rows_of(*people: dict[str, object]) -> pl.DataFrame:
    frame = pl.DataFrame(people, schema=SCHEMA, orient="row")
    return frame.with_columns(line_number=pl.int_range(3, 3 + pl.len()))


def one_by_one(rows: pl.DataFrame) -> list[tuple[str, ...]]:
    return [
        (
            *name_keys([row[name] for name in NAMES], [row[name] for name in READINGS]),
            home_key(row["address"], row["building"], HERE),
        )
        for row in rows.iter_rows(named=True)
    ]


def at_once(rows: pl.DataFrame) -> list[tuple[str, ...]]:
    found = keys_of(rows, HERE)
    assert found["line_number"].to_list() == rows["line_number"].to_list()
    return found.select("kana_keys", "name_keys", "grams", "address_key").rows()


@pytest.mark.parametrize(
    "odd",
    [
        {"name": "髙橋", "name_kana": "タカハシ"},
        {"name": "髙橋　葵　花", "name_kana": "タカハシ　アオイ　ハナ"},
        {"name": "　葵", "name_kana": "　アオイ"},
        {"name": "髙橋　", "name_kana": "タカハシ　"},
        {"name": "オオノ　ユウコ", "name_kana": "オオノ　ユウコ"},
        {"alias": "青空　花", "alias_kana": "アオゾラ　ハナ"},
        {"former_family_name": "佐藤"},
        {"alphabet_name": "MARIA DE LA CRUZ", "name": "MARIA DE LA CRUZ"},
        {"name": "髙橋・葵　花", "name_kana": "タカハシ・アオイ　ハナ"},
        {"name": "髙橋　葵", "name_kana": "タカハシアオイ"},
    ],
)
def test_a_name_unlike_most_has_its_own_keys(odd: dict[str, object]) -> None:
    rows = rows_of(
        person(1), person(2, **odd), person(3, name="佐藤　一", name_kana="サトウ　ハジメ")
    )
    assert at_once(rows) == one_by_one(rows)


def test_everybody_of_a_ward_has_the_keys_made_one_by_one() -> None:
    ward = Ward("131121", 3_000, 7, person(1)["transaction_on"])  # type: ignore[arg-type]
    rows = pl.concat(population(ward)).with_columns(line_number=pl.int_range(pl.len()))
    assert at_once(rows) == one_by_one(rows)


pieces = st.text("アイウオガザッャー・ヴ髙齋藤崎A　 ", max_size=6)


@settings(max_examples=examples(200))
@given(st.lists(st.tuples(pieces, pieces), min_size=1, max_size=4))
def test_whatever_is_written_in_a_name(names: list[tuple[str, str]]) -> None:
    rows = rows_of(
        *(person(at, name=name, name_kana=kana) for at, (name, kana) in enumerate(names, 1))
    )
    assert at_once(rows) == one_by_one(rows)


def test_no_rows_have_no_keys() -> None:
    assert at_once(rows_of(person(1)).clear()) == []
