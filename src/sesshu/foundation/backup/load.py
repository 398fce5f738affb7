"""Bring one municipality back from its file, into an installation that does not know it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import msgspec
from psycopg import sql

from sesshu.foundation.backup import archive, programs
from sesshu.foundation.backup.dump import OUTSIDE_FILES
from sesshu.foundation.backup.manifest import Manifest
from sesshu.foundation.backup.sealed_pipe import opened_with
from sesshu.foundation.backup.totals import rows_per_table
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place, directory
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.provision import deployment_connection, provision


class AlreadyLives(Exception):
    """The municipality lives here; a restore never writes over living data."""


class NotWhole(Exception):
    """What was restored differs from the control totals; the message names each table."""


class NotOurs(Exception):
    """A key or a seal of this installation is another than the backup's; nothing was written over it."""


def restore(
    source: Path,
    identity: str,
    open_epoch: Callable[[Place], object],
    done: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Restore ``source`` with an age identity: schemas, keys, seals; roles and grants are made anew.

    ``open_epoch`` is called for each place at the end, because transaction numbers begin anew and the
    ledger has to say so. Raises AlreadyLives, NotOurs, NotWhole, CutShort, WrongIdentity.
    """
    with opened_with(source, identity) as stream:
        manifest: Manifest | None = None
        for name, chunks in archive.members(stream):
            if manifest is None:
                manifest = msgspec.json.decode(b"".join(chunks), type=Manifest)
                _refuse_a_living_one(manifest)
                continue
            _take_in(manifest, name, chunks)
            done(name)
    if manifest is None:
        raise archive.CutShort("the backup is empty")
    _compare(manifest)
    migrate(manifest.places())  # the backup may be of an earlier release; grants come with it
    for place in manifest.places():
        open_epoch(place)
    municipality = directory.Municipality(manifest.code, manifest.name, manifest.demo)
    directory.enter_in_directory(municipality, manifest.places())
    return manifest


def _refuse_a_living_one(manifest: Manifest) -> None:
    if manifest.code in {each.code for each in directory.municipalities()}:
        raise AlreadyLives(
            f"{manifest.name}（{manifest.code}）はここで動いています。上書きはしません。"
        )


def _take_in(manifest: Manifest, name: str, chunks: Iterator[bytes]) -> None:
    kind, _, rest = name.partition("/")
    if kind == "schema":
        _load_schema(Place(manifest.code, rest), chunks)
    elif kind in OUTSIDE_FILES:
        _write_file(state_dir() / kind / manifest.code, PurePosixPath(rest), chunks)


def _load_schema(place: Place, chunks: Iterator[bytes]) -> None:
    """A restore cut short left a part of the schema; nobody used it, so it is dropped and made again."""
    with closing(deployment_connection()) as connection, connection:
        connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(place.schema))
        )
    provision(place)
    options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--role={place.owner}"]
    options.append(f"--schema={place.schema}")
    with programs.running("pg_restore", *options, stdin=subprocess.PIPE) as load:
        target = cast(BinaryIO, load.stdin)
        for chunk in chunks:
            target.write(chunk)


def _write_file(root: Path, relative: PurePosixPath, chunks: Iterator[bytes]) -> None:
    target = root / relative
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"the backup names a file outside its place: {relative}")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.exists():
        _require_beginning(target, chunks)
        return
    draft = target.with_name(f".{target.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)


def _require_beginning(file: Path, chunks: Iterator[bytes]) -> None:
    """A file that is here already stays: only the database was lost, and seals may have been added since."""
    with file.open("rb") as stream:
        if any(stream.read(len(chunk)) != chunk for chunk in chunks):
            raise NotOurs(
                f"{file} が控えの内容と違います。別の自治体か、作り直した鍵のものです。"
                "ファイルを別の場所へ移してから、もう一度復元してください。"
            )


def _compare(manifest: Manifest) -> None:
    with closing(deployment_connection()) as connection:
        for place in manifest.places():
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(place.owner)))
            found = rows_per_table(connection, place)
            if found != manifest.rows[place.schema]:
                raise NotWhole(_differences(place, manifest.rows[place.schema], found))
            connection.execute("RESET ROLE")


def _differences(place: Place, expected: dict[str, int], found: dict[str, int]) -> str:
    lines = [
        f"{place.schema}.{table}: 控え {expected.get(table)} 件、復元 {found.get(table)} 件"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]
    return "\n".join(lines)
