"""Work that is said only when there is any."""

from datetime import UTC, datetime, timedelta

import pytest
from ledger_of_tests import CLERK
from media_of_tests import Office
from staff_of_tests import Staff, employ
from ward.rulebooks.overlays_of_tests import NO_VARICELLA

from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.portal.web.work import waiting_for
from sesshu.ward.rulebooks.overlay_decisions import propose_overlay

LATE, WAITING = "消去の期限を過ぎた持ち出し", "区の定めの承認"


@pytest.fixture
def runner(fresh_ward: Place) -> Staff:
    return employ("一括 太郎", Duty.RUNS)


def tasks_of(staff: Staff, at: datetime) -> dict[str, int]:
    end = datetime.max.replace(tzinfo=UTC)
    duties = frozenset({Duty.RUNS})
    account = SignedIn(staff.account_id, "1", "a", staff.name, Department.INFECTION, duties, 1, end)
    return {task.label: task.count for task in waiting_for(account, at)}


def test_data_outside_longer_than_allowed_are_somebodys_work_from_the_day_after(
    runner: Staff,
) -> None:
    Office(runner.actor, employ("情報 守", Duty.SECURITY).actor).handed_out(due_on=today())
    assert LATE not in tasks_of(runner, now())
    assert tasks_of(runner, now() + timedelta(days=1))[LATE] == 1


def test_decisions_wait_for_a_second_person_not_for_their_author(runner: Staff) -> None:
    assert WAITING not in tasks_of(runner, now())
    propose_overlay(runner.actor, NO_VARICELLA, "own.yaml", "区の公告")
    assert WAITING not in tasks_of(runner, now())
    propose_overlay(CLERK, NO_VARICELLA, "other.yaml", "区の公告")
    assert tasks_of(runner, now())[WAITING] == 1
