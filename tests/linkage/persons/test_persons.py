"""The number linkage takes in 異動: a 団体内統合宛名番号 per 宛名番号, every change once (S2.1, S2.2)."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tricks_of_walls import log_in

from sesshu.foundation import ledger, post
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, enter
from sesshu.linkage.persons.changes import take_in
from sesshu.linkage.persons.queries import KnownChange, UnknownPerson, person_of
from sesshu.wire.papers.resident_changed import Change, ResidentChanged, in_papers

MOVED_IN, BORN, MOVED_OUT, CORRECTED = "11", "13", "41", "29"
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PAPER = UUID("019ab0c4-2f40-7c3e-9d1a-5b8f0e6d7a21")
CLERK = Actor(7, "住民 太郎")


@pytest.fixture
def linkage(fresh_database: str) -> Iterator[Place]:
    with enter(Place("131121", "linkage")) as place:
        yield place


def change(number: str, reason: str = MOVED_IN, on: date | None = date(2026, 11, 20)) -> Change:
    return Change(atena_number=number, reason=reason, changed_on=on)


def told(changes: Sequence[Change], paper: int = 1, at: datetime = AT) -> list[int]:
    with transaction.atomic("jobs"):
        return take_in(changes, UUID(int=paper), at)


def counts() -> tuple[int, int, int]:
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM person_atena),"
            " (SELECT count(*) FROM person_change)"
        )
        row: tuple[int, int, int] = cursor.fetchone()
    return row


def test_each_new_number_becomes_a_person_with_fifteen_digits_of_its_own(linkage: Place) -> None:
    told([change("0000012345"), change("0000012346", BORN)])
    one, other = person_of("0000012345"), person_of("0000012346")
    assert (one.integrated_number, other.integrated_number) == (
        "100000000000001",
        "100000000000002",
    )
    assert one.atena_numbers == ("0000012345",)
    assert one.changes == (KnownChange("0000012345", MOVED_IN, date(2026, 11, 20)),)


def test_a_person_known_keeps_the_number_through_every_change(linkage: Place) -> None:
    told([change("12345")], paper=1)
    issued = person_of("12345").integrated_number
    told([change("12345", MOVED_OUT, date(2026, 11, 22))], paper=2)
    assert person_of("12345").integrated_number == issued
    assert [each.reason for each in person_of("12345").changes] == [MOVED_IN, MOVED_OUT]


def test_two_changes_of_one_new_person_in_one_paper_make_one_person(linkage: Place) -> None:
    told([change("1", BORN), change("2"), change("1", CORRECTED)])
    assert counts() == (2, 2, 3)
    assert [each.reason for each in person_of("1").changes] == [BORN, CORRECTED]


def test_the_same_paper_once_more_changes_nothing(linkage: Place) -> None:
    for _ in range(2):
        told([change("1"), change("2")])
    assert counts() == (2, 2, 2)


def test_what_is_told_late_stands_where_it_happened(linkage: Place) -> None:
    """A kept paper that is worked again brings an old change after a newer one."""
    told([change("1", MOVED_OUT, date(2026, 11, 22))], paper=2, at=AT + timedelta(hours=1))
    told([change("1", MOVED_IN, date(2026, 4, 1))], paper=1, at=AT)
    assert [each.reason for each in person_of("1").changes] == [MOVED_IN, MOVED_OUT]


def test_a_change_without_a_day_stands_at_the_day_it_was_told(linkage: Place) -> None:
    told([change("1", MOVED_IN, date(2026, 11, 1)), change("1", MOVED_OUT, date(2026, 12, 1))])
    told([change("1", CORRECTED, None)], paper=2)
    assert [each.reason for each in person_of("1").changes] == [MOVED_IN, CORRECTED, MOVED_OUT]


def test_a_leading_nought_is_part_of_the_number(linkage: Place) -> None:
    told([change("0012"), change("12")])
    assert person_of("0012").id != person_of("12").id


def test_somebody_nobody_told_of_is_unknown(linkage: Place) -> None:
    with pytest.raises(UnknownPerson):
        person_of("1")


def test_the_ward_s_paper_arrives_and_the_ledger_names_the_persons(linkage: Place) -> None:
    with enter(Place("131121", "ward")), ledger.act(CLERK, "tests.moved", "試験"):
        post.send("linkage", ResidentChanged(changes=(change("1"), change("2"))))
    finish_all("131121")
    with closing(log_in(linkage, "audit")) as audit:
        (entry,) = audit.execute("SELECT action, subjects FROM ledger_entry").fetchall()
    assert entry == ("paper.opened", [person_of("1").id, person_of("2").id])


def test_a_large_import_is_told_in_few_papers(linkage: Place) -> None:
    changes = [change(f"{number:010d}") for number in range(25_000)]
    with enter(Place("131121", "ward")), transaction.atomic("jobs"):
        sent = [post.send("linkage", paper, using="jobs") for paper in in_papers(changes)]
    finish_all("131121")
    assert len(sent) == 3
    assert counts() == (25_000, 25_000, 25_000)
    assert person_of("0000024999").integrated_number == "100000000025000"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET integrated_number = '999999999999999'",
        "UPDATE person_atena SET person_id = 1",
        "DELETE FROM person_change",
        "DELETE FROM person",
    ],
)
@pytest.mark.parametrize("zone", ["intranet", "jobs"])
def test_nobody_changes_or_removes_a_person(linkage: Place, zone: str, statement: str) -> None:
    with (
        connections[zone].cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        cursor.execute(statement)


def test_one_number_never_means_two_persons(linkage: Place) -> None:
    told([change("1"), change("2")])
    with connections["jobs"].cursor() as cursor, pytest.raises(IntegrityError, match="unique"):
        cursor.execute(
            "INSERT INTO person_atena (atena_number, person_id) VALUES ('1', %s)",
            [person_of("2").id],
        )


def test_a_number_is_issued_by_the_database_whatever_is_asked_for(linkage: Place) -> None:
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO person (integrated_number) VALUES ('000000000000007')"
            " RETURNING integrated_number"
        )
        assert cursor.fetchone() == ("100000000000001",)


NUMBERS = st.sampled_from(["1", "2", "01", "3"])
PAPERS = st.lists(
    st.lists(st.tuples(NUMBERS, st.sampled_from(["11", "41"])), min_size=1), max_size=5
)


@settings(max_examples=examples(25), suppress_health_check=ONE_WARD)
@given(papers=PAPERS, order=st.randoms(use_true_random=False))
def test_papers_in_any_order_and_repeated_leave_the_same_persons_and_changes(
    linkage: Place, papers: list[list[tuple[str, str]]], order: Random
) -> None:
    arrivals = [*enumerate(papers, start=1)] * 2
    order.shuffle(arrivals)
    with transaction.atomic("jobs"):
        for paper, told_changes in arrivals:
            at = AT + timedelta(minutes=paper)
            take_in([change(*each) for each in told_changes], UUID(int=paper), at)
        numbers = {number for each in papers for number, _ in each}
        found = {number: person_of(number, using="jobs") for number in numbers}
        transaction.set_rollback(True, using="jobs")
    assert len({person.integrated_number for person in found.values()}) == len(numbers)
    for number, person in found.items():
        expected = [
            reason for each in papers for told_number, reason in each if told_number == number
        ]
        assert [each.reason for each in person.changes] == expected
