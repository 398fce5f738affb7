"""Names and values do not get into the details."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.ledger.codes import NotACode, as_json

CODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.from_regex(r"[A-Za-z0-9_.:-]{1,20}", fullmatch=True),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), inner, max_size=4)
    ),
)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), CODES, max_size=5))
def test_ids_and_codes_pass_unchanged(details: dict) -> None:
    assert json.loads(as_json(details)) == details


@pytest.mark.parametrize(
    "value",
    [
        "山田 花子",
        "ﾔﾏﾀﾞ",
        "yamada hanako",
        "",
        "a" * 101,
        0.5,
        b"bytes",
        {"a": {"b": "世田谷"}},
        ["千"],
        {1.5},
    ],
)
def test_free_text_and_fractions_are_refused(value: object) -> None:
    with pytest.raises(NotACode):
        as_json({"note": value})


def test_a_name_as_a_key_is_refused() -> None:
    with pytest.raises(NotACode):
        as_json({"山田": 1})


def test_the_message_names_the_place_and_not_the_content() -> None:
    with pytest.raises(NotACode) as refused:
        as_json({"people": [{"known": "山田花子"}]})
    assert "details.people[0].known" in str(refused.value)
    assert "山田" not in str(refused.value)
