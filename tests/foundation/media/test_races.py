"""Two people, two browsers, one moment: a file leaves once, a roster stays within its number."""

from collections.abc import Callable

import psycopg
import pytest
from media_of_tests import Office
from races_of_tests import at_once

from sesshu.foundation.acting import Actor
from sesshu.foundation.media import handling, queries, registers
from sesshu.foundation.media.handling import Fetched
from sesshu.foundation.media.situations import NotTakenOut
from sesshu.foundation.walls import Place, current_place


def fetching(actor: Actor, number: int) -> Callable[[], object]:
    return lambda: handling.download(actor, number)


def test_a_file_that_is_fetched_twice_at_once_leaves_once(office: Office) -> None:
    number = office.made()
    answers = at_once(current_place(), *[fetching(office.asker, number)] * 4)
    assert [type(answer) for answer in answers].count(Fetched) == 1
    assert {str(a.reason) for a in answers if isinstance(a, NotTakenOut)} == {"take_out_step_once"}


def naming(actor: Actor, recipient: int, name: str) -> Callable[[], object]:
    return lambda: registers.name_person(actor, recipient, name, "担当")


def names_entered(place: Place, office: Office) -> int:
    """Two places are declared and one is taken; four people are entered at the same moment."""
    works = [naming(office.security, office.recipient, f"{n}人目") for n in range(4)]
    at_once(place, *works)
    return queries.roster(office.recipient).filter(withdrawn_at=None).count()


def test_a_roster_that_four_people_enter_at_once_stays_within_its_number(
    office: Office, fresh_ward: Place
) -> None:
    assert names_entered(fresh_ward, office) == 2


@pytest.mark.usefixtures("fresh_ward")
def test_without_its_guard_the_roster_would_be_overfull(
    office: Office, ward_owner: psycopg.Connection, fresh_ward: Place
) -> None:
    ward_owner.execute("ALTER TABLE recipient_person DISABLE TRIGGER recipient_handlers_declared")
    ward_owner.commit()
    assert names_entered(fresh_ward, office) > 2
