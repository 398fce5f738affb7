"""An office with a medium and a recipient, in a ward of each test's own."""

from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg
import pytest
from media_of_tests import Office
from staff_of_tests import Staff, employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection


@pytest.fixture
def asking(fresh_ward: Place) -> Staff:
    return employ("申請 太郎", Duty.RUNS)


@pytest.fixture
def deciding(fresh_ward: Place) -> Staff:
    return employ("情報 守", Duty.SECURITY)


@pytest.fixture
def office(asking: Staff, deciding: Staff) -> Office:
    return Office(asking.actor, deciding.actor)


@pytest.fixture
def a_day_later(office: Office, ward_owner: psycopg.Connection) -> Callable[[int], None]:
    """Let the time of a kept file be over, as only the owner of the schema could."""

    def pass_time(take_out: int) -> None:
        ward_owner.execute("ALTER TABLE take_out_file DISABLE TRIGGER take_out_file_erased")
        ward_owner.execute(
            "UPDATE take_out_file SET expires_at = clock_timestamp() WHERE take_out_id = %s",
            [take_out],
        )
        ward_owner.execute("ALTER TABLE take_out_file ENABLE TRIGGER take_out_file_erased")
        ward_owner.commit()

    return pass_time


@pytest.fixture
def ward_owner(fresh_ward: Place) -> Iterator[psycopg.Connection]:
    """The owner of the schema, whom no serving process ever is."""
    with closing(deployment_connection()) as connection:
        connection.execute(f"SET ROLE {fresh_ward.owner}")
        connection.execute(f"SET search_path = {fresh_ward.schema}")
        yield connection
