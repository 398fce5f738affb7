"""The paper on changed residents: the sample, its limits, its parts."""

from datetime import date
from importlib.resources import files

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.wire.papers.resident_changed import MOST_CHANGES, Change, ResidentChanged, in_papers

SAMPLE = (files("sesshu.wire.papers.resident_changed") / "samples" / "v1.json").read_bytes()


def decode(content: bytes) -> ResidentChanged:
    return msgspec.json.decode(content, type=ResidentChanged)


def test_the_sample_holds_three_changes_one_without_a_day() -> None:
    paper = decode(SAMPLE)
    assert [change.atena_number for change in paper.changes] == [
        "0000012345",
        "0000012346",
        "0000004711",
    ]
    assert [change.changed_on for change in paper.changes] == [
        date(2026, 11, 20),
        date(2026, 11, 21),
        None,
    ]
    assert msgspec.json.format(msgspec.json.encode(paper), indent=2) + b"\n" == SAMPLE


@pytest.mark.parametrize(
    "content",
    [
        b'{"changes": []}',
        b'{"changes": [{"atena_number": "12-3", "reason": "11"}]}',
        b'{"changes": [{"atena_number": "1234567890123456", "reason": "11"}]}',
        b'{"changes": [{"atena_number": 12345, "reason": "11"}]}',
        b'{"changes": [{"atena_number": "12345", "reason": "1"}]}',
        b'{"changes": [{"atena_number": "12345\\n", "reason": "11"}]}',
        b'{"changes": [{"atena_number": "12345", "reason": "11", "changed_on": "2026-02-30"}]}',
    ],
)
def test_a_body_that_breaks_the_form_is_refused(content: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(content)


def test_the_form_has_no_room_for_anything_but_number_and_change() -> None:
    """L, R2: this paper carries neither name nor 個人番号."""
    assert Change.__struct_fields__ == ("atena_number", "reason", "changed_on")
    assert ResidentChanged.__struct_fields__ == ("changes",)


@given(st.integers(0, 3 * MOST_CHANGES + 1))
def test_many_changes_go_into_as_few_papers_as_hold_them_in_their_order(count: int) -> None:
    papers = list(in_papers(Change(atena_number=str(n), reason="29") for n in range(count)))
    assert len(papers) == -(-count // MOST_CHANGES)
    told = [change.atena_number for paper in papers for change in paper.changes]
    assert told == [str(n) for n in range(count)]
