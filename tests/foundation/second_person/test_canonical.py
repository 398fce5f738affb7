"""One content has one text, whatever the order it was put together in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.second_person.canonical import NotCanonical, canonical_json, sha256_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PAYLOADS = st.dictionaries(st.text(), VALUES, max_size=5)


def turned_round(value: object) -> object:
    """The same content, every object put together in the opposite order."""
    if isinstance(value, dict):
        return {key: turned_round(part) for key, part in reversed(value.items())}
    if isinstance(value, list):
        return [turned_round(part) for part in value]
    return value


@given(PAYLOADS)
def test_the_order_of_keys_does_not_matter(payload: dict) -> None:
    assert canonical_json(payload) == canonical_json(turned_round(payload))


@given(PAYLOADS)
def test_the_text_says_the_same_and_is_its_own_text(payload: dict) -> None:
    text = canonical_json(payload)
    assert json.loads(text) == payload
    assert canonical_json(json.loads(text)) == text


@given(PAYLOADS, PAYLOADS)
def test_different_contents_have_different_hashes(one: dict, other: dict) -> None:
    same = sha256_of(canonical_json(one)) == sha256_of(canonical_json(other))
    assert same == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@pytest.mark.parametrize("value", [0.5, float("nan"), b"x", {1: 2}, {"a": {0.5}}, [object()]])
def test_what_can_be_written_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json({"value": value})
