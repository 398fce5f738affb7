"""The bench of matching, small: no false automatic match, and everybody found who is registered."""

from collections import Counter

import pytest

from bench.labelled_records import CLASSES
from bench.matching import outcomes

NEVER_ALONE = (
    "kana only",
    "married",
    "moved within the ward",
    "twins",
    "registered twice",
    "protected",
)


@pytest.fixture(scope="module")
def found() -> Counter[tuple[str, str]]:
    return outcomes(records=3_600, residents=5_000)


def test_every_class_of_error_was_tried(found: Counter[tuple[str, str]]) -> None:
    assert {error for error, _ in found} == set(CLASSES)


def test_no_record_is_given_to_somebody_else(found: Counter[tuple[str, str]]) -> None:
    assert [error for error, kind in found if kind == "wrong"] == []
    assert sum(number for (_, kind), number in found.items() if kind == "right") > 1_000


def test_nobody_on_the_register_is_missed(found: Counter[tuple[str, str]]) -> None:
    assert [error for error, kind in found if kind == "missed"] == []


@pytest.mark.parametrize("error", NEVER_ALONE)
def test_a_person_decides_where_an_item_does_not_agree(
    found: Counter[tuple[str, str]], error: str
) -> None:
    assert found[error, "proposed"] > 190


def test_who_is_not_registered_is_left_alone(found: Counter[tuple[str, str]]) -> None:
    assert found["stranger", "left alone"] == found["twin not registered", "left alone"] == 200
