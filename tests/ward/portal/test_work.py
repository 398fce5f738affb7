"""What waits for a second person stands on the first page of whoever decides it, and of nobody else."""

from collections.abc import Callable

import pytest
from check_levels_of_tests import lighter_level
from django.test import Client
from ledger_of_tests import CLERK
from recalls_of_tests import FIVE_YEARS_OLD, found
from recalls_of_tests import proposed as proposed_round
from residents_of_tests import add_resident
from staff_of_tests import employ
from vouchers_of_tests import ONE_YEAR_OLD, extracted, mr_until, proposed_fix

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.ui import menu
from sesshu.ward.intake.check_levels import propose_level
from sesshu.ward.portal.web import work
from sesshu.wire.clinic_files.codes import Channel

HOME = "/131121/"


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    return fresh_ward


def a_list_to_fix() -> None:
    add_resident(ONE_YEAR_OLD)
    proposed_fix(extracted(mr_until()))


def a_round_to_fix() -> None:
    add_resident(FIVE_YEARS_OLD)
    proposed_round(found())


def a_lighter_check() -> None:
    propose_level(CLERK, lighter_level("lot_missing", Channel.CLINIC, today()), "取決め")


QUEUES = [
    (a_list_to_fix, "一斉発行の確定"),
    (a_round_to_fix, "勧奨の確定"),
    (a_lighter_check, "取込みのチェックの承認"),
]


@pytest.mark.parametrize(("ask", "title"), QUEUES, ids=[title for _, title in QUEUES])
def test_a_queue_that_is_seldom_used_is_shown_while_something_waits(
    place: Place, ask: Callable[[], None], title: str
) -> None:
    checker = employ("確認 太郎", Duty.CHECK).client()
    assert title not in checker.get(HOME).text
    ask()
    assert title in checker.get(HOME).text


def test_whoever_enters_sees_no_queue_of_those_who_check(place: Place) -> None:
    a_lighter_check()
    clerk: Client = employ("入力 花子", Duty.ENTRY).client()
    assert "取込みのチェックの承認" not in clerk.get(HOME).text


def test_what_waits_for_a_second_person_stands_on_the_first_page_and_not_in_the_menu() -> None:
    """A page that is work of its own and shows its queue beside it stays in the menu."""
    queues = {each.url_name for each in vars(work).values() if isinstance(each, work.Queue)}
    in_menu = {entry.url_name for entry in menu.entries()}
    assert queues & in_menu == {"guarded-letters", "guarded-refunds", "recalls", "statistics"}
