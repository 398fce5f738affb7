"""What a bank sends back is read by the sign in each record, and refused whole where it is none (V105)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from wire.transfers.test_files import DOCUMENT, ON, PAYER, TARO, TRANSFERS, edited

from sesshu.wire.transfers.files import NotATransferFile, Transfer, write
from sesshu.wire.transfers.layout import DATA
from sesshu.wire.transfers.returns import (
    TransferOutcome,
    form_on,
    forms,
    read_return,
    write_return,
)

FORM = form_on(ON)
BATCHES = st.text("0123456789", min_size=10, max_size=10)


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data(), transfers=st.lists(TRANSFERS, max_size=5))
def test_every_transfer_comes_back_with_what_became_of_it(
    data: st.DataObject, transfers: list[Transfer]
) -> None:
    sent = [
        replace(each, reference=f"{place:010}", batch=data.draw(BATCHES))
        for place, each in enumerate(transfers)
    ]
    signs = {each.reference: data.draw(st.sampled_from(sorted(FORM.results))) for each in sent}
    found = read_return(write_return(PAYER, ON, sent, signs), ON)
    assert found.paid_on == ON
    assert [(each.reference, each.batch, each.yen, each.sign) for each in found.transfers] == [
        (each.reference, each.batch, each.yen, signs[each.reference]) for each in sent
    ]
    assert all(each.result == FORM.results[each.sign] for each in found.transfers)


@given(days=st.integers(0, 364))
def test_the_day_of_a_file_is_the_last_before_it_came(days: int) -> None:
    content = write_return(PAYER, ON, [TARO], {})
    assert read_return(content, ON + timedelta(days)).paid_on == ON


def test_a_leap_day_of_another_year_is_no_file_of_this_bank() -> None:
    content = write_return(PAYER, date(2028, 2, 29), [TARO], {})
    assert read_return(content, date(2028, 3, 1)).paid_on == date(2028, 2, 29)
    with pytest.raises(NotATransferFile):
        read_return(content, date(2027, 3, 1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xff",
        "支払".encode(),
        write(PAYER, ON, [TARO]),
        edited(write_return(PAYER, ON, [TARO], {}), 1, FORM.position - 1, "7"),
        edited(write_return(PAYER, ON, [TARO], {}), 1, 89, "9"),
        edited(write_return(PAYER, ON, [TARO], {}), 2, 1, "000002"),
        edited(write_return(PAYER, ON, [TARO], {}), 0, 54, "1332"),
        write_return(PAYER, ON, [TARO], {})[:-2],
    ],
)
def test_what_is_no_return_is_refused_whole(content: bytes) -> None:
    with pytest.raises(NotATransferFile):
        read_return(content, ON)


def test_signs_are_declared_with_their_doubt_and_stand_where_nothing_else_does() -> None:
    assert all(form.verify and form.source for form in forms())
    spare = sum(item.width for item in DATA[:-1])
    assert all(spare < form.position <= spare + DATA[-1].width for form in forms())
    said = DOCUMENT.read_text(encoding="utf-8")
    for sign, result in FORM.results.items():
        arrived = "された" if result.outcome is TransferOutcome.PAID else "されなかった"
        assert f"| {FORM.position} | {sign} | {result.title} | {arrived} |" in said
