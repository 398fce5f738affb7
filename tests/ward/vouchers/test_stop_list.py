"""Whatever happens between fixing and posting, no letter leaves that must not be sent (V028)."""

from collections.abc import Callable
from datetime import date

import pytest
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import CLERK, execute
from residents_of_tests import add_resident, add_version, shelter
from vouchers_of_tests import ONE_YEAR_OLD, approve_fix, extracted, mr_until, numbered, proposed_fix
from ward.residents.registry import work_off

from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.vouchers import covers, issue_runs, issuing, paper, queries
from sesshu.ward.vouchers.codes import Channel, ReissueReason, Step, VoidCause
from sesshu.ward.vouchers.lists import PrintTable
from sesshu.ward.vouchers.models import Voucher, VoucherInForce, VoucherVoid
from sesshu.ward.vouchers.paper import Press
from sesshu.ward.vouchers.situations import LettersToStop, NothingToPrint

LATER = date(2026, 11, 21)
HOME = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}
PRESS = Press(current(), LATER)


def registered(resident: int, **values: object) -> None:
    """The register tells a newer state."""
    said = {"valid_from": LATER, "recorded_at": "2026-11-21T03:00Z", **HOME, **values}
    add_version(resident, ONE_YEAR_OLD, **said)


def withdrawn(resident: int) -> None:
    voucher = Voucher.objects.filter(resident_id=resident, vouchervoid=None).first()
    if voucher is not None:
        issuing.withdraw(CLERK, voucher.pk)


def reissued(resident: int) -> None:
    voucher = Voucher.objects.filter(resident_id=resident, vouchervoid=None).first()
    if voucher is not None:
        how = (Channel.COUNTER, ReissueReason.LOST, "infection")
        issuing.reissue(CLERK, [voucher.pk], *how)


HAPPENINGS: dict[str, Callable[[int], None]] = {
    "nothing": lambda resident: None,
    "told again": registered,
    "died": lambda resident: registered(resident, died_on=LATER, status="4"),
    "moved out": lambda resident: registered(resident, status="3"),
    "announced to move": lambda resident: registered(resident, status="2"),
    "removed": lambda resident: registered(resident, status="5"),
    "moved inside": lambda resident: registered(resident, address="三軒茶屋一丁目1番1号"),
    "another room": lambda resident: registered(resident, building="101号室"),
    "other mail address": lambda resident: registered(resident, mail_address="砧八丁目9番9号"),
    "other mail name": lambda resident: registered(resident, mail_name="見本 後見"),
    "another name": lambda resident: registered(resident, name="見本 改子"),
    "sheltered": shelter,
    "withdrawn": withdrawn,
    "reissued": reissued,
}
STOPS = {
    "died": VoidCause.DIED,
    "moved out": VoidCause.MOVED,
    "announced to move": VoidCause.MOVED,
    "removed": VoidCause.MOVED,
    "moved inside": VoidCause.ADDRESS_CHANGED,
    "another room": VoidCause.ADDRESS_CHANGED,
    "other mail address": VoidCause.ADDRESS_CHANGED,
    "other mail name": VoidCause.ADDRESS_CHANGED,
    "sheltered": VoidCause.GUARDED,
}


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_what_happens_after_numbering_stops_a_letter_or_does_not(
    fresh_ward: Place, happening: str
) -> None:
    resident = add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    HAPPENINGS[happening](resident)
    stopped = [each.cause for each in queries.to_stop(issue_run)]
    assert stopped == ([STOPS[happening]] if happening in STOPS else [])


@pytest.mark.parametrize("happening", ["died", "moved out", "sheltered"])
def test_what_happens_after_fixing_and_before_numbering_stops_it_too(
    fresh_ward: Place, happening: str
) -> None:
    resident, stays = add_resident(ONE_YEAR_OLD, **HOME), add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = extracted(mr_until())
    approve_fix(proposed_fix(issue_run))
    HAPPENINGS[happening](resident)
    work_off()
    assert {each.resident_id for each in queries.to_stop(issue_run)} == {resident}
    with pytest.raises(LettersToStop):
        issue_runs.post(CLERK, issue_run)
    issue_runs.pull(CLERK, issue_run)
    issue_runs.post(CLERK, issue_run)
    assert [each.resident_id for each in VoucherInForce.objects.all()] == [stays]


@settings(max_examples=examples(12), suppress_health_check=ONE_WARD)
@given(
    before=st.lists(st.sampled_from(sorted(HAPPENINGS)), min_size=1, max_size=5),
)
def test_no_letter_is_posted_that_must_not_be_sent(ward: Place, before: list[str]) -> None:
    people = [add_resident(ONE_YEAR_OLD, **HOME) for _ in before]
    issue_run = numbered(mr_until())
    for resident, happening in zip(people, before, strict=True):
        HAPPENINGS[happening](resident)
    expected = {
        resident: STOPS[happening]
        for resident, happening in zip(people, before, strict=True)
        if happening in STOPS
    }
    waiting = {each.resident_id: each.cause for each in queries.to_stop(issue_run)}
    assert {resident: waiting.get(resident) for resident in expected} == expected
    assert issue_runs.pull(CLERK, issue_run) == len(waiting)
    assert queries.to_stop(issue_run) == []
    issue_runs.post(CLERK, issue_run)
    assert Step.POSTED in issue_runs.steps_of(issue_run)
    holding = {each.resident_id for each in VoucherInForce.objects.filter(resident_id__in=people)}
    assert holding.isdisjoint(expected)


def test_after_the_post_a_death_stops_nothing_any_more(fresh_ward: Place) -> None:
    resident = add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    issue_runs.post(CLERK, issue_run)
    HAPPENINGS["died"](resident)
    assert queries.to_stop(issue_run) == []
    assert issue_runs.pull(CLERK, issue_run) == 0
    assert not VoucherVoid.objects.exists()


def test_a_stopped_letter_is_in_no_table_for_a_printer(fresh_ward: Place) -> None:
    stays, *others = (add_resident(ONE_YEAR_OLD, **HOME) for _ in range(4))
    issue_run = numbered(mr_until())
    for resident, happening in zip(others, ("died", "moved inside", "sheltered"), strict=True):
        HAPPENINGS[happening](resident)
    rows = list(PrintTable().rows({"run": str(issue_run)}))
    assert [row.resident_id for row in rows] == [stays]


def test_pulled_sheets_are_in_no_print_and_on_no_letter(fresh_ward: Place) -> None:
    resident = add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    HAPPENINGS["died"](resident)
    issue_runs.pull(CLERK, issue_run)
    for printed in (paper.print_batch, covers.print_covers):
        with pytest.raises(NothingToPrint):
            printed(CLERK, issue_run, 1, PRESS)


def test_the_stop_list_says_where_each_letter_lies(fresh_ward: Place) -> None:
    first = add_resident(ONE_YEAR_OLD, **HOME)
    second = add_resident(ONE_YEAR_OLD, postal_code="1570066", address="成城六丁目2番1号")
    issue_run = numbered(mr_until())
    registered(second, status="3")
    [letter] = queries.to_stop(issue_run)
    assert (letter.resident_id, letter.batch, letter.page, letter.envelope) == (second, 1, 2, 2)
    assert letter.number == Voucher.objects.get(resident_id=second).number
    assert not letter.is_guarded
    [batch] = queries.batches(issue_run)
    assert (batch.sheets, batch.holding, batch.envelopes, batch.stopped) == (2, 2, 2, 0)
    issue_runs.pull(CLERK, issue_run)
    [batch] = queries.batches(issue_run)
    assert (batch.holding, batch.stopped) == (1, 1)
    assert [each.resident_id for each in queries.pulled(issue_run)] == [second]
    assert first in {each.resident_id for each in VoucherInForce.objects.all()}


def test_no_zone_but_the_intranet_reads_the_stop_list(fresh_ward: Place) -> None:
    for zone in ("jobs", "guarded"):
        with pytest.raises(Exception, match="permission denied"):
            execute(zone, "SELECT * FROM voucher_to_stop")
