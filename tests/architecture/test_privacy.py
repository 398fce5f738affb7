"""Every column of every table has a privacy class, which drives masking, export, erasure (house.md §6)."""

from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

import sesshu
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.foundation.walls.zones import systems

SOURCE = Path(sesshu.__file__).parent
CLASSES = {"open", "personal", "sensitive", "number"}
OF_DJANGO = {"django_migrations"}  # names of migrations and when they ran; nobody's data


def declared() -> dict[str, dict[str, str]]:
    """table -> column -> class, from every duty's privacy.py."""
    found: dict[str, dict[str, str]] = {}
    for file in SOURCE.rglob("privacy.py"):
        name = ".".join(("sesshu", *file.relative_to(SOURCE).with_suffix("").parts))
        for table, columns in import_module(name).FIELDS.items():
            assert table not in found, f"{table} is declared twice"
            found[table] = dict(columns)
    return found


def columns_of(place: Place) -> dict[str, set[str]]:
    with closing(deployment_connection()) as owner:
        rows = owner.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')"
            " AND a.attnum > 0 AND NOT a.attisdropped",
            [place.schema],
        ).fetchall()
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return {table: columns for table, columns in found.items() if table not in OF_DJANGO}


def unclassified(columns: dict[str, set[str]], classes: dict[str, dict[str, str]]) -> set[str]:
    return {
        f"{table}.{column}"
        for table, names in columns.items()
        for column in names
        if classes.get(table, {}).get(column) not in CLASSES
    }


@pytest.mark.parametrize("system", systems())
def test_no_column_is_without_a_class(database: str, system: str) -> None:
    assert unclassified(columns_of(Place("131121", system)), declared()) == set()


def test_no_class_is_declared_for_a_column_that_is_not_there(database: str) -> None:
    there: dict[str, set[str]] = {}
    for system in systems():
        there |= columns_of(Place("131121", system))
    stale = {
        f"{table}.{column}"
        for table, columns in declared().items()
        for column in columns
        if column not in there.get(table, set())
    }
    assert stale == set()


def test_a_planted_column_without_a_class_is_found() -> None:
    assert unclassified({"resident": {"shoe_size"}}, {"resident": {"id": "open"}}) == {
        "resident.shoe_size"
    }
    assert unclassified({"resident": {"id"}}, {"resident": {"id": "secret"}}) == {"resident.id"}
