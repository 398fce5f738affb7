"""Between fixing and posting people die, move, come under protection: their letters are stopped (V028)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connections
from documents.paper import text_of
from ledger_of_tests import CLERK, last_entry
from residents_of_tests import add_resident, add_version, shelter
from vouchers_of_tests import ONE_YEAR_OLD, extracted, listed, mr_until, numbered, vouchers_of

from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.vouchers import issue_runs, paper
from sesshu.ward.vouchers.models import VoucherInForce, VoucherVoid
from sesshu.ward.vouchers.paper import Press
from sesshu.ward.vouchers.situations import LettersToStop, NothingToPrint, WrongStep

LATER = date(2026, 11, 21)
HOME = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}
PRESS = Press(current(), LATER)


def changed(resident: int, **values: object) -> None:
    """The register tells a newer state."""
    said = {"valid_from": LATER, "recorded_at": "2026-11-21T03:00Z", **HOME, **values}
    add_version(resident, ONE_YEAR_OLD, **said)


HAPPENINGS: dict[str, Callable[[int], None]] = {
    "died": lambda resident: changed(resident, died_on=LATER, status="4"),
    "moved": lambda resident: changed(resident, status="3"),
    "guarded": shelter,
    "address_changed": lambda resident: changed(
        resident, address="東京都世田谷区三軒茶屋一丁目1番1号"
    ),
}


@pytest.mark.parametrize("cause", list(HAPPENINGS))
def test_a_letter_that_must_not_be_sent_holds_up_the_posting_until_it_is_pulled(
    fresh_ward: Place, cause: str
) -> None:
    stays, changes = add_resident(ONE_YEAR_OLD, **HOME), add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    HAPPENINGS[cause](changes)
    with pytest.raises(LettersToStop):
        issue_runs.post(CLERK, issue_run)
    assert issue_runs.pull(CLERK, issue_run) == 1
    assert (last_entry().action, last_entry().subjects) == ("issue.pulled", [changes])
    [void] = VoucherVoid.objects.all()
    assert (void.voucher.resident_id, void.cause) == (changes, cause)
    assert [each.resident_id for each in VoucherInForce.objects.all()] == [stays]
    issue_runs.post(CLERK, issue_run)
    assert last_entry().action == "issue.posted"


def test_the_database_itself_refuses_to_post_what_must_not_be_sent(fresh_ward: Place) -> None:
    resident = add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    changed(resident, died_on=LATER, status="4")
    with (
        pytest.raises(IntegrityError, match="must not be sent"),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO issue_step (issue_run_id, step) VALUES (%s, 'posted')", [issue_run]
        )


def test_who_is_sheltered_after_numbering_is_in_no_print_any_more(fresh_ward: Place) -> None:
    resident = add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    assert paper.print_batch(CLERK, issue_run, 1, PRESS).pdf.startswith(b"%PDF")
    shelter(resident)
    with pytest.raises(NothingToPrint):
        paper.print_batch(CLERK, issue_run, 1, PRESS)
    with pytest.raises(NothingToPrint):
        paper.print_guarded_batch(CLERK, issue_run, 1, PRESS)


def test_whose_letter_was_pulled_is_found_by_the_next_run_unless_gone(fresh_ward: Place) -> None:
    moved, died = add_resident(ONE_YEAR_OLD, **HOME), add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    HAPPENINGS["address_changed"](moved)
    HAPPENINGS["died"](died)
    issue_runs.pull(CLERK, issue_run)
    assert listed(extracted(mr_until())) == {moved: None, died: "dead"}
    assert len(vouchers_of(issue_run)) == 2


def test_pulling_twice_pulls_nobody_twice(fresh_ward: Place) -> None:
    resident = add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    shelter(resident)
    assert [issue_runs.pull(CLERK, issue_run) for _ in range(2)] == [1, 0]


def test_a_run_is_posted_once_and_after_its_numbers(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    early = extracted(mr_until())
    with pytest.raises(WrongStep):
        issue_runs.post(CLERK, early)
    issue_run = numbered(mr_until())
    issue_runs.post(CLERK, issue_run)
    with pytest.raises(WrongStep):
        issue_runs.post(CLERK, issue_run)


def test_the_sheet_says_who_and_where_and_its_number(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD, name="髙橋 葵", **HOME)
    issue_run = numbered(mr_until())
    [voucher] = vouchers_of(issue_run).values()
    text = text_of(paper.print_batch(CLERK, issue_run, 1, PRESS).pdf)
    assert "髙橋葵" in text
    assert HOME["address"] in text
    assert voucher.number in text
    assert "麻しん風しん" in text


def test_the_address_of_a_guarded_person_is_on_the_sheet_of_their_zone_alone(
    fresh_ward: Place,
) -> None:
    hidden = add_resident(ONE_YEAR_OLD, name="隠れ 子", **HOME)
    shelter(hidden)
    issue_run = numbered(mr_until())
    [voucher] = vouchers_of(issue_run).values()
    assert HOME["address"] in text_of(paper.print_guarded_batch(CLERK, issue_run, 1, PRESS).pdf)
    assert HOME["address"] not in text_of(paper.print_one(CLERK, voucher.pk, PRESS).pdf)
