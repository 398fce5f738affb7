"""A place is entered before anything is read, and a connection never works for two."""

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from sesshu.foundation.walls import OutsideWalls, Place, WallBreach, current_place, enter
from sesshu.foundation.walls.secrets import NoPassword, given


def who_am_i(alias: str = "default") -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT session_user::text")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("code", ["13112", "1311211", "13112a", "", "m13112", "１３１１２１"])
def test_a_place_takes_six_ascii_digits_only(code: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        Place(code, "ward")


@pytest.mark.parametrize("system", ["Ward", "ward;", "w", "", "ward_owner"])
def test_a_place_takes_a_plain_system_name_only(system: str) -> None:
    with pytest.raises(ValueError, match="lower-case word"):
        Place("131121", system)


def test_without_a_place_there_is_no_cursor(database: str) -> None:
    with pytest.raises(OutsideWalls), connection.cursor():
        pass


def test_each_alias_logs_in_as_the_role_of_its_zone(ward: Place) -> None:
    for zone in ("intranet", "jobs", "guarded", "audit", "sealer", "courier"):
        assert who_am_i(zone) == f"m131121_ward_{zone}"


def test_entering_the_neighbour_changes_the_role_and_leaving_changes_it_back(
    ward: Place, neighbour: Place
) -> None:
    with enter(neighbour):
        assert who_am_i() == "m131156_ward_intranet"
        assert current_place() == neighbour
    assert who_am_i() == "m131121_ward_intranet"


def test_the_place_cannot_change_inside_a_transaction(ward: Place, neighbour: Place) -> None:
    with transaction.atomic(), pytest.raises(WallBreach), enter(neighbour):
        pass


def test_a_connection_of_one_place_refuses_to_work_for_another(
    ward: Place, neighbour: Place
) -> None:
    who_am_i()
    connection.opened_for = neighbour
    with pytest.raises(WallBreach), connection.cursor():
        pass
    connection.opened_for = ward


def test_a_zone_of_another_system_has_no_role_here(database: str) -> None:
    with enter(Place("131121", "linkage")), pytest.raises(NoPassword):
        who_am_i("guarded")


def test_a_municipality_this_process_was_not_given_is_not_found(database: str) -> None:
    assert Client().get("/014567/").status_code == 404


def test_a_process_knows_the_municipalities_it_was_given(database: str) -> None:
    assert given("ward_jobs") == ["131121", "131156"]
    assert given("linkage_guarded") == []
