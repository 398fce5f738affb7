"""Letters of one moment: the race for a number is first lost with its lock off."""

from functools import partial

import pytest
from database_of_tests import TestCluster
from django.db import IntegrityError
from ledger_of_tests import execute
from letters_of_tests import BORN, applied, approved
from races_of_tests import MEET, at_once, meet_in, rewrite
from residents_of_tests import add_resident

from sesshu.foundation.walls import Place

GUARD = "request_letter_is_what_was_approved"
LOCK = "PERFORM pg_advisory_xact_lock('request_letter'::regclass::oid::bigint);"
LAST = "RETURN NEW;"
LETTERS = 4


@pytest.fixture
def numbering(
    request: pytest.FixtureRequest,
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
) -> None:
    """All have found a number before any uses it; with or without the lock around both."""
    meet_in(test_cluster, fresh_database, fresh_ward, people=LETTERS)
    changes = {LAST: f"{MEET} {LAST}"} | ({LOCK: ""} if request.param == "unlocked" else {})
    for before, after in changes.items():
        rewrite(test_cluster, fresh_database, fresh_ward, GUARD, before, after)


def all_at_once(place: Place) -> list[Exception]:
    """Four letters approved in one moment; what went wrong."""
    proposals = [applied(add_resident(BORN)) for _ in range(LETTERS)]
    ended = at_once(place, *(partial(approved, proposal) for proposal in proposals))
    return [each for each in ended if isinstance(each, IntegrityError)]


@pytest.mark.parametrize("numbering", ["unlocked"], indirect=True)
def test_without_the_lock_letters_of_one_moment_want_the_same_number(
    fresh_ward: Place, numbering: None
) -> None:
    assert all_at_once(fresh_ward)


@pytest.mark.parametrize("numbering", ["locked"], indirect=True)
def test_letters_of_one_moment_get_numbers_without_a_gap(
    fresh_ward: Place, numbering: None
) -> None:
    assert all_at_once(fresh_ward) == []
    numbers = execute("intranet", "SELECT number FROM request_letter ORDER BY number")
    assert numbers == [(1,), (2,), (3,), (4,)]
