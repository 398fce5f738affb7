"""Letters of one moment: the race for a number is first lost with its lock off."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from database_of_tests import TestCluster
from django.db import IntegrityError, connections
from ledger_of_tests import execute
from letters_of_tests import BORN, applied, approved
from residents_of_tests import add_resident

from sesshu.foundation.second_person import Proposal
from sesshu.foundation.walls import Place, enter

LOCK = "PERFORM pg_advisory_xact_lock('request_letter'::regclass::oid::bigint);"
SLOWLY = "PERFORM pg_sleep(0.4); RETURN NEW;"


@pytest.fixture
def slow_numbering(
    request: pytest.FixtureRequest,
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
) -> None:
    """A number is used a while after it was found; with or without the lock around both."""
    name = f"{fresh_ward.schema}.request_letter_is_what_was_approved()"
    with test_cluster.cluster.superuser_connection(fresh_database) as almighty:
        [text] = almighty.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone()
        assert LOCK in text
        text = text.replace("RETURN NEW;", SLOWLY)
        almighty.execute(text if request.param == "locked" else text.replace(LOCK, ""))


def all_at_once(place: Place) -> list[Exception]:
    """Four letters approved in one moment; what went wrong."""
    proposals = [applied(add_resident(BORN)) for _ in range(4)]
    gate = Barrier(len(proposals))

    def approve(proposal: Proposal) -> Exception | None:
        with enter(place):
            try:
                gate.wait()
                approved(proposal)
            except IntegrityError as problem:
                return problem
            finally:
                connections.close_all()
        return None

    with ThreadPoolExecutor(len(proposals)) as threads:
        return [problem for problem in threads.map(approve, proposals) if problem]


@pytest.mark.parametrize("slow_numbering", ["unlocked"], indirect=True)
def test_without_the_lock_letters_of_one_moment_want_the_same_number(
    fresh_ward: Place, slow_numbering: None
) -> None:
    assert all_at_once(fresh_ward)


@pytest.mark.parametrize("slow_numbering", ["locked"], indirect=True)
def test_letters_of_one_moment_get_numbers_without_a_gap(
    fresh_ward: Place, slow_numbering: None
) -> None:
    assert all_at_once(fresh_ward) == []
    numbers = execute("intranet", "SELECT number FROM request_letter ORDER BY number")
    assert numbers == [(1,), (2,), (3,), (4,)]
