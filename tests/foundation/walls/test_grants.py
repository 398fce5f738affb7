"""The grants files are the whole truth: what PostgreSQL grants is exactly what they say."""

from contextlib import closing

import pytest

from sesshu.foundation.walls import Place, grants
from sesshu.foundation.walls.grants import BadGrant, Grant, grants_of
from sesshu.foundation.walls.provision import apply_grants, deployment_connection
from sesshu.foundation.walls.zones import systems, zones, zones_of


def granted_in(place: Place) -> set[tuple[str, str, str]]:
    """(table or table.column, role, privilege) as PostgreSQL keeps them."""
    with closing(deployment_connection()) as owner:
        owner.execute(f"SET ROLE {place.owner}")
        rows = owner.execute(
            """
            SELECT c.relname, a.grantee::regrole::text, a.privilege_type
            FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.relnamespace = %(schema)s::regnamespace AND a.grantee <> c.relowner
            UNION ALL
            SELECT c.relname || '.' || t.attname, a.grantee::regrole::text, a.privilege_type
            FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
            WHERE c.relnamespace = %(schema)s::regnamespace AND a.grantee <> c.relowner
            """,
            {"schema": place.schema},
        ).fetchall()
    return {(str(a), str(b), str(c)) for a, b, c in rows}


def expected_in(place: Place) -> set[tuple[str, str, str]]:
    found = set()
    for grant in grants_of(place.system):
        if grant.on_function:
            continue
        verb, _, columns = grant.privilege.partition("(")
        for column in columns.rstrip(")").split(",") if columns else [""]:
            target = f"{grant.target}.{column.strip()}" if column else grant.target
            found.add((target, place.role(grant.zone), verb.strip()))
    return found


@pytest.mark.parametrize("system", systems())
def test_postgresql_grants_exactly_what_the_files_say(database: str, system: str) -> None:
    place = Place("131121", system)
    assert granted_in(place) == expected_in(place)


def test_a_grant_made_by_hand_is_gone_after_the_next_migrate(database: str) -> None:
    place = Place("131121", "ward")
    table = grants_of("ward")[0].target
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET LOCAL ROLE {place.owner}")
        owner.execute(f'GRANT DELETE ON {place.schema}."{table}" TO {place.role("intranet")}')
        owner.execute(f"GRANT CREATE ON SCHEMA {place.schema} TO {place.role('intranet')}")
    assert granted_in(place) != expected_in(place)
    apply_grants(place)
    assert granted_in(place) == expected_in(place)
    with closing(deployment_connection()) as owner:
        may_create = owner.execute(
            "SELECT has_schema_privilege(%s, %s, 'CREATE')", [place.role("intranet"), place.schema]
        ).fetchone()
    assert may_create == (False,)


def test_nothing_in_a_schema_is_granted_to_everybody(database: str) -> None:
    with closing(deployment_connection()) as owner:
        rows = owner.execute(
            "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a"
            " WHERE a.grantee = 0 AND c.relnamespace::regnamespace::text LIKE 'm______\\_%'"
        ).fetchall()
    assert rows == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"intranet": "TRUNCATE"}, "no privilege we grant"),
        ({"intranet": "ALL"}, "no privilege we grant"),
        ({"internet": "SELECT"}, "no zone 'internet'"),
    ],
)
def test_a_line_that_cannot_be_applied_names_its_file_and_table(
    monkeypatch: pytest.MonkeyPatch, entry: dict[str, str], message: str
) -> None:
    read = {"ward": {"dose": entry}}
    monkeypatch.setattr(grants, "_read", lambda app: read.get(app, {}))
    with pytest.raises(BadGrant, match=rf"grants/ward\.toml \[dose\].*{message}"):
        grants_of.__wrapped__("ward")


def test_a_star_stands_for_every_zone_and_columns_stay_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = {"ward": {"dose": {"*": "SELECT, UPDATE(a, b)"}}}
    monkeypatch.setattr(grants, "_read", lambda app: read.get(app, {}))
    found = grants_of.__wrapped__("ward")
    assert len(found) == 2 * len(zones_of("ward"))
    assert Grant("dose", "jobs", "UPDATE(a, b)") in found


def test_every_zone_has_its_limits_in_time(database: str) -> None:
    with closing(deployment_connection()) as owner:
        settings = dict(
            owner.execute(
                "SELECT rolname, rolconfig FROM pg_roles WHERE rolname LIKE 'm131121_%' AND rolcanlogin"
            ).fetchall()
        )
    for zone in zones():
        role = Place("131121", zone.system).role(zone.name)
        for name, value in zone.limits:
            assert f"{name}={value}" in settings[role]
