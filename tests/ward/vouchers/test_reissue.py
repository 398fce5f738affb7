"""A voucher at a counter, once more, and typed from a form: the old number is void (B2)."""

import pytest
from doses_of_tests import BORN, check, enter, mr1, record
from doses_of_tests import ON as TODAY
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, last_entry
from residents_of_tests import add_resident

from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.records.situations import VoucherHoldsNoMore
from sesshu.ward.vouchers import issuing
from sesshu.ward.vouchers.at_entry import refused_number
from sesshu.ward.vouchers.codes import Channel, ReissueReason
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import Voucher
from sesshu.ward.vouchers.situations import (
    AlreadyIssued,
    AlreadyUsed,
    AlreadyVoid,
    NoConsent,
    NotEligible,
    NotForEntry,
    OtherSeries,
    SomebodyElses,
    UnknownNumber,
    UsedNumber,
    VoidNumber,
)

DESK = "infection"


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN)


def issued(child: int, series: str = "MR1", **others: object) -> Voucher:
    asked = {"resident_id": child, "series": series, "channel": Channel.COUNTER, "desk": DESK}
    [voucher] = issuing.issue(CLERK, Request(**asked | others), TODAY, current())
    return voucher


def reissued(voucher: Voucher, reason: ReissueReason = ReissueReason.LOST) -> Voucher:
    [new] = issuing.reissue(CLERK, [voucher.pk], Channel.COUNTER, reason, DESK)
    return new


def test_a_voucher_is_handed_out_for_the_next_dose_once(child: int) -> None:
    voucher = issued(child)
    assert (voucher.resident_id, voucher.series, voucher.dose) == (child, "MR1", 1)
    assert (voucher.issue_class, voucher.channel, voucher.desk) == ("single", "counter", DESK)
    assert (voucher.recorded_by, voucher.recorded_by_name) == (CLERK.account_id, CLERK.name)
    with pytest.raises(AlreadyIssued):
        issued(child)


def test_nothing_is_handed_out_that_the_law_does_not_open(child: int) -> None:
    with pytest.raises(NotEligible):
        issued(child, "MR2")
    record(mr1(child))
    with pytest.raises(NotEligible):
        issued(child)


def test_whoever_moved_in_gets_one_on_application_only(child: int) -> None:
    with pytest.raises(NoConsent):
        issued(child, moved_in=True)


def test_reissuing_voids_the_old_number_and_tells_the_new_one(child: int) -> None:
    old = issued(child)
    new = reissued(old)
    assert (new.replaces_id, new.reason, new.issue_class) == (old.pk, "lost", "reissue")
    assert new.number != old.number
    assert last_entry().action == "voucher.reissued"
    refused = refused_number(old.number, child, "MR1")
    assert isinstance(refused, VoidNumber)
    spoken = f"{new.number[:3]}-{new.number[3:6]}-{new.number[6:]}"
    assert spoken in refused.message
    assert refused_number(new.number, child, "MR1") is None
    with pytest.raises(AlreadyVoid):
        reissued(old)


def test_the_old_number_names_the_newest_of_several(child: int) -> None:
    old = issued(child)
    newest = reissued(reissued(old), ReissueReason.DAMAGED)
    refused = refused_number(old.number, child, "MR1")
    assert refused is not None
    assert newest.number[6:] in refused.message


def test_only_the_new_number_enters_a_dose(child: int) -> None:
    old = issued(child)
    new = reissued(old)
    with pytest.raises(VoidNumber):
        enter(mr1(child, voucher_number=old.number))
    assert record(mr1(child, voucher_number=new.number)).entry.voucher_number == new.number


def test_a_number_voided_after_the_entry_stops_its_check(child: int) -> None:
    old = issued(child)
    proposal = enter(mr1(child, voucher_number=old.number))
    reissued(old)
    with pytest.raises(VoucherHoldsNoMore):
        check(proposal)


def test_a_number_with_which_a_dose_stands_is_neither_voided_nor_entered_again(child: int) -> None:
    voucher = issued(child)
    record(mr1(child, voucher_number=voucher.number))
    with pytest.raises(AlreadyUsed):
        reissued(voucher)
    with pytest.raises(AlreadyUsed):
        issuing.withdraw(CLERK, voucher.pk)
    assert isinstance(refused_number(voucher.number, child, "MR1"), UsedNumber)


def test_two_entries_with_one_number_are_not_both_recorded(child: int) -> None:
    number = issued(child).number
    first, second = (
        enter(mr1(child, voucher_number=number)),
        enter(
            mr1(child, mr1(child).given_on.replace(day=20), voucher_number=number, as_given=True)
        ),
    )
    check(first)
    with pytest.raises(VoucherHoldsNoMore):
        check(second)


def test_what_holds_for_another_person_or_series_is_refused(child: int) -> None:
    number = issued(child).number
    assert isinstance(refused_number(number, add_resident(BORN), "MR1"), SomebodyElses)
    assert isinstance(refused_number(number, child, "VAR"), OtherSeries)


def test_a_right_number_we_never_gave_out_is_refused_unless_it_is_marked_foreign(
    child: int,
) -> None:
    foreign = "0000000000"
    assert isinstance(refused_number(foreign, child, "MR1"), UnknownNumber)
    with pytest.raises(UnknownNumber):
        enter(mr1(child, voucher_number=foreign))
    dose = record(mr1(child, voucher_number=foreign, foreign_voucher=True))
    assert dose.entry.foreign_voucher


@given(place=st.integers(0, 9), add=st.integers(1, 9))
def test_every_single_misread_digit_is_refused_at_entry(place: int, add: int) -> None:
    number = "4886452182"
    misread = f"{number[:place]}{(int(number[place]) + add) % 10}{number[place + 1 :]}"
    refused = refused_number(misread, 1, "MR1")
    assert type(refused) is NotForEntry
    assert "数字に誤り" in refused.message
