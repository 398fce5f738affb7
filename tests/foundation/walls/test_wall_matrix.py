"""The wall matrix: every zone of every system of every municipality against every other, by every trick."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tricks_of_walls import Trick, log_in, refused, tricks_against, tricks_at_home

from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.foundation.walls.zones import systems, zones_of

MUNICIPALITIES = ("131121", "131156")
PLACES = [Place(code, system) for code in MUNICIPALITIES for system in systems()]
ZONES = [(place, zone.name) for place in PLACES for zone in zones_of(place.system)]
SECRET = "secret_of_the_place"


@pytest.fixture(scope="module")
def planted(database: str) -> Iterator[str]:
    """Each schema gets a table with one secret row; a zone may read that of its own place only."""
    with closing(deployment_connection()) as owner, owner:
        for place in PLACES:
            owner.execute(f"SET LOCAL ROLE {place.owner}")
            owner.execute(f"CREATE TABLE {place.schema}.{SECRET} (place text DEFAULT 'x')")
            owner.execute(f"INSERT INTO {place.schema}.{SECRET} VALUES (%s)", [place.schema])
            for zone in zones_of(place.system):
                owner.execute(f"GRANT SELECT ON {place.schema}.{SECRET} TO {place.role(zone.name)}")
            owner.execute("RESET ROLE")
    yield SECRET
    for each in connections.all(initialized_only=True):
        each.close()


@pytest.mark.parametrize(
    ("place", "zone"), ZONES, ids=lambda each: str(getattr(each, "schema", each))
)
def test_no_zone_reaches_another_place(planted: str, place: Place, zone: str) -> None:
    came_through = []
    with closing(log_in(place, zone)) as session:
        for target in PLACES:
            if target == place:
                continue
            for trick in tricks_against(target, planted):
                if refused(session, trick) is None:
                    came_through.append((target.schema, trick.name))
                session.execute("RESET ALL")
    assert came_through == []


@pytest.mark.parametrize(
    ("place", "zone"), ZONES, ids=lambda each: str(getattr(each, "schema", each))
)
def test_no_zone_owns_anything_at_home(planted: str, place: Place, zone: str) -> None:
    with closing(log_in(place, zone)) as session:
        came_through = [
            trick.name
            for trick in tricks_at_home(place, planted)
            if refused(session, trick) is None
        ]
        own = session.execute(f"SELECT place FROM {planted}").fetchone()
    assert came_through == []
    assert own == (place.schema,)


def test_the_matrix_can_fail(planted: str) -> None:
    """Negative control: with one forbidden grant planted, the same matrix reports the crossing."""
    here, there = PLACES[0], PLACES[-1]
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET LOCAL ROLE {there.owner}")
        owner.execute(f"GRANT USAGE ON SCHEMA {there.schema} TO {here.role('intranet')}")
        owner.execute(f"GRANT SELECT ON {there.schema}.{SECRET} TO {here.role('intranet')}")
    try:
        with closing(log_in(here, "intranet")) as session:
            assert refused(session, tricks_against(there, planted)[0]) is None
    finally:
        with closing(deployment_connection()) as owner, owner:
            owner.execute(f"SET LOCAL ROLE {there.owner}")
            owner.execute(f"REVOKE ALL ON SCHEMA {there.schema} FROM {here.role('intranet')}")
            owner.execute(f"REVOKE ALL ON {there.schema}.{SECRET} FROM {here.role('intranet')}")


def injectable(request: HttpRequest, municipality: str) -> HttpResponse:
    """A view as it must never be written: the name goes into the statement as it came."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place FROM {SECRET} WHERE place = '{request.GET['name']}'")
        rows = cursor.fetchall() if cursor.description else []
        while cursor.nextset():
            rows = cursor.fetchall() if cursor.description else rows
    return HttpResponse(str(rows))


urlpatterns = [path("<municipality>/injectable", injectable)]


def inject(statement: str) -> HttpResponse:
    client = Client(raise_request_exception=False)
    answer = client.get("/131121/injectable", {"name": f"'; {statement}; --"})
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("target", PLACES[1:], ids=lambda place: place.schema)
def test_an_injected_statement_stays_within_its_role(planted: str, target: Place) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        for trick in tricks_against(target, planted):
            answer = inject("; ".join(trick.statements))
            granted_nothing = answer.status_code == 200 and trick.name.startswith("grant")
            assert answer.status_code == 500 or granted_nothing, trick.name
            assert target.schema not in answer.content.decode()


def test_the_injectable_view_is_truly_injectable(planted: str) -> None:
    """Negative control: what the role may do anyway, an injected statement does."""
    with override_settings(ROOT_URLCONF=__name__):
        answer = inject("SELECT current_user::text || ' injected'")
    assert answer.status_code == 200
    assert "m131121_ward_intranet injected" in answer.content.decode()


def test_what_an_injection_changes_does_not_outlive_its_request(planted: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        inject("SET search_path = m131156_ward")
        answer = inject("SELECT current_setting('search_path')")
    assert "m131121_ward,extensions" in answer.content.decode().replace(" ", "")


def test_a_trick_that_goes_through_is_reported_as_such(planted: str) -> None:
    with enter(PLACES[0]), closing(log_in(PLACES[0], "intranet")) as session:
        assert refused(session, Trick("allowed", ("SELECT 1",))) is None
