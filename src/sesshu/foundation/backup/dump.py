"""Write one municipality into one encrypted file: one snapshot over all its schemas."""

import io
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import psycopg
from psycopg import sql

from sesshu.foundation.backup import archive, programs
from sesshu.foundation.backup.manifest import Manifest
from sesshu.foundation.backup.sealed_pipe import sealed_for
from sesshu.foundation.backup.totals import rows_per_table
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place, directory
from sesshu.foundation.walls.provision import deployment_connection

FEWEST_RECIPIENTS = 2
OUTSIDE_FILES = ("keys", "ledger")  # what belongs to a municipality outside the database


class TooFewRecipients(Exception):
    """A backup that one person alone can open, or nobody once that person left, is not made."""


def back_up(
    code: str,
    target: Path,
    recipients: list[str],
    at: datetime,
    seal: Callable[[Place], object],
    done: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Back up municipality ``code`` into ``target`` for at least two age recipients.

    ``seal`` is called for each place first, so that the backup holds a sealed ledger. Returns the
    manifest with the control totals. Raises TooFewRecipients, KeyError for an unknown municipality.
    """
    if len(set(recipients)) < FEWEST_RECIPIENTS:
        raise TooFewRecipients("控えの受取人（age1…）を2人以上指定してください。")
    municipality = {each.code: each for each in directory.municipalities()}[code]
    places = [place for place in directory.places() if place.municipality == code]
    for place in places:
        seal(place)
    with closing(deployment_connection()) as connection, sealed_for(target, recipients) as stream:
        snapshot = _one_snapshot(connection)
        manifest = Manifest(
            code=code,
            name=municipality.name,
            demo=municipality.demo,
            systems=[place.system for place in places],
            made_at=at.isoformat(),
            rows={place.schema: _totals(connection, place) for place in places},
        )
        archive.write_member(stream, "manifest", io.BytesIO(msgspec.json.encode(manifest)))
        for place in places:
            _write_schema(stream, place, snapshot)
            done(place.schema)
        _write_outside_files(stream, code)
        archive.write_end(stream)
    return manifest


def _one_snapshot(connection: psycopg.Connection) -> str:
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
    return str(exported[0]) if exported else ""


def _totals(connection: psycopg.Connection, place: Place) -> dict[str, int]:
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(place.owner)))
    counted = rows_per_table(connection, place)
    connection.execute("RESET ROLE")
    return counted


def _write_schema(stream: BinaryIO, place: Place, snapshot: str) -> None:
    what = ["--format=custom", "--no-owner", "--no-privileges", f"--schema={place.schema}"]
    reading = [f"--role={place.owner}", f"--snapshot={snapshot}"]
    with programs.running("pg_dump", *what, *reading, stdout=subprocess.PIPE) as dump:
        archive.write_member(stream, f"schema/{place.system}", cast(BinaryIO, dump.stdout))


def _write_outside_files(stream: BinaryIO, code: str) -> None:
    for kind in OUTSIDE_FILES:
        root = state_dir() / kind / code
        for file in sorted(each for each in root.rglob("*") if each.is_file()):
            with file.open("rb") as content:
                archive.write_member(stream, f"{kind}/{file.relative_to(root)}", content)
