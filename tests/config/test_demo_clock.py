"""The clock of the demo: on a day of its year what is written bears that day, and nothing of it stays."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute
from psycopg import errors
from residents_of_tests import add_resident, shelter

from sesshu.config.demo import clock as clocks
from sesshu.config.demo.clock import clock, take_away
from sesshu.foundation import second_person
from sesshu.foundation.accounts.demo import NotADemo
from sesshu.foundation.clock import TOKYO, now, running_behind, today
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.ward.residents.guarded import request_contact
from sesshu.ward.vouchers import telling
from sesshu.ward.vouchers.codes import Exemption
from sesshu.ward.vouchers.models import VoucherExemption

MAY, JUNE = date(2025, 5, 16), date(2025, 6, 2)
BORN = date(2024, 1, 1)
LEFT = """
SELECT (SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%%clock%%')
     + (SELECT count(*) FROM pg_proc WHERE proconfig::text LIKE '%%clock%%')
"""


@pytest.fixture
def ward(fresh_ward: Place) -> Iterator[Place]:
    yield fresh_ward
    with closing(deployment_connection()) as owner:
        owner.autocommit = True
        take_away(owner, fresh_ward)


def tell(resident: int) -> datetime:
    """Something is written by an ordinary act; when, as its row says."""
    telling.exempt(CLERK, resident, None, Exemption.REFUSED)
    return VoucherExemption.objects.latest("id").recorded_at


def left() -> int:
    with closing(deployment_connection()) as owner:
        return int(owner.execute(LEFT.replace("%%", "%")).fetchone()[0])


def test_what_is_written_on_a_day_bears_it_in_the_morning(ward: Place) -> None:
    child = add_resident(BORN)
    with clock() as day:
        told = []
        for on in (MAY, JUNE):
            with day(on):
                told.append(tell(child).astimezone(TOKYO))
                assert today() == on
    assert [each.date() for each in told] == [MAY, JUNE]
    assert {(each.hour, each.minute) for each in told} == {(8, 30)}


def test_the_ledger_tells_when_it_was_really_done(ward: Place) -> None:
    child = add_resident(BORN)
    began = now()
    with clock() as day, day(MAY):
        tell(child)
    written = entries()[-1]
    assert written.action == "voucher.exempted"
    assert began - timedelta(seconds=5) <= written.at <= now()


def test_what_was_asked_in_may_was_decided_in_june(ward: Place) -> None:
    child = add_resident(BORN)
    shelter(child)
    with clock() as day:
        with day(MAY):
            asked = request_contact(CLERK, child, "送付先の確認")
        with day(JUNE):
            second_person.approve(COLLEAGUE, asked.pk, asked.sha256)
    ended = second_person.Proposal.objects.get(pk=asked.pk)
    days = [at.astimezone(TOKYO).date() for at in (ended.proposed_at, ended.decided_at)]
    assert days == [MAY, JUNE]


def test_today_is_not_yet_to_come(ward: Place) -> None:
    child = add_resident(BORN)
    with clock() as day, day(today() + timedelta(days=3)):
        told = tell(child)
    assert told <= now()


def test_when_it_is_built_the_wall_clock_holds_again(ward: Place) -> None:
    child = add_resident(BORN)
    with clock() as day, day(MAY):
        tell(child)
    assert left() == 0
    began = now()
    assert began - timedelta(seconds=5) <= tell(child) <= now()


def test_a_build_that_was_cut_short_leaves_nothing_to_the_next(
    ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = add_resident(BORN)
    with monkeypatch.context() as killed:
        killed.setattr(clocks, "take_away", lambda *_: None)
        with clock() as day, day(MAY):
            tell(child)
    assert left() > 0
    with clock() as day, day(JUNE):
        assert tell(child).astimezone(TOKYO).date() == JUNE
    assert left() == 0


def test_there_is_no_clock_where_no_demo_was_founded(
    ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "is_demo", lambda: False)
    with pytest.raises(NotADemo), clock():
        pass
    assert left() == 0


@pytest.mark.parametrize("zone", ["intranet", "jobs", "guarded"])
def test_no_role_of_the_office_can_set_one(ward: Place, zone: str) -> None:
    for statement in (
        f"CREATE SCHEMA {ward.clock}",
        f"CREATE FUNCTION {ward.schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "ALTER FUNCTION voucher_row_is_recorded() SET search_path = pg_temp",
    ):
        with pytest.raises(ProgrammingError) as refused, transaction.atomic(zone):
            execute(zone, statement)
        assert isinstance(refused.value.__cause__, errors.InsufficientPrivilege)


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_behind_by_any_time_now_is_that_much_earlier(on: date) -> None:
    behind = now() - datetime(on.year, on.month, on.day, 9, tzinfo=TOKYO)
    before = now()
    with running_behind(behind):
        told = now()
    assert timedelta() <= told - (before - behind) < timedelta(seconds=5)
    assert now() >= before


def test_connections_forget_the_clock(ward: Place) -> None:
    with clock():
        pass
    with connections["intranet"].cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert ward.clock not in cursor.fetchone()[0]
