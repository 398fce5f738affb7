"""A municipality leaves in one file and comes back whole, beside a neighbour that notices nothing."""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyrage
import pytest
from foundation.backup.conftest import Install
from tricks_of_walls import log_in

from sesshu.foundation.backup import (
    AlreadyLives,
    NotWhole,
    TooFewRecipients,
    back_up,
    load,
    restore,
)
from sesshu.foundation.backup.sealed_pipe import WrongIdentity
from sesshu.foundation.backup.totals import rows_per_table
from sesshu.foundation.walls import Place, directory
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.foundation.walls.zones import systems, zones_of

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SECRET = "世田谷区桜丘九丁目九番九号"
ROWS = 2_500


def nothing(_: Place) -> None:
    """Stands for the sealer where the test is about something else."""


@pytest.fixture
def identities() -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.generate() for _ in range(2)]


def recipients(identities: list[pyrage.x25519.Identity]) -> list[str]:
    return [str(each.to_public()) for each in identities]


def plant(place: Place, text: str, rows: int = ROWS) -> None:
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET LOCAL ROLE {place.owner}")
        owner.execute(f"CREATE TABLE {place.schema}.keepsake (n integer PRIMARY KEY, text text)")
        owner.execute(
            f"INSERT INTO {place.schema}.keepsake SELECT n, %s FROM generate_series(1, %s) n",
            [text, rows],
        )


def kept(place: Place) -> list[tuple[int, str]]:
    with closing(deployment_connection()) as owner:
        return owner.execute(f"SELECT count(*), min(text) FROM {place.schema}.keepsake").fetchall()


@pytest.fixture
def backup(fresh_database: str, tmp_path: Path, identities: list[pyrage.x25519.Identity]) -> Path:
    """A backup of 世田谷区 with a planted address in its ward schema."""
    plant(Place("131121", "ward"), SECRET)
    target = tmp_path / "131121.age"
    back_up("131121", target, recipients(identities), AT, seal=nothing)
    return target


def test_the_planted_address_cannot_be_read_in_the_file(backup: Path) -> None:
    content = backup.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert SECRET.encode() not in content
    assert b"keepsake" not in content
    assert list(backup.parent.glob(".*.part")) == []


@pytest.mark.own_cluster
def test_the_second_recipient_alone_restores_it_beside_a_living_neighbour(
    backup: Path,
    tmp_path: Path,
    identities: list[pyrage.x25519.Identity],
    install: Install,
) -> None:
    ward, neighbour = Place("131121", "ward"), Place("131156", "ward")
    epochs: list[Place] = []
    with install(tmp_path / "elsewhere"):
        plant(neighbour, "隣の区", rows=7)
        manifest = restore(backup, str(identities[1]), open_epoch=epochs.append)
        assert kept(ward) == [(ROWS, SECRET)]
        assert kept(neighbour) == [(7, "隣の区")]
        assert manifest.rows[ward.schema]["keepsake"] == ROWS
        assert epochs == manifest.places()
        assert {each.code for each in directory.municipalities()} == {"131121", "131156"}
        assert roles_log_in(manifest.places())


def roles_log_in(places: list[Place]) -> bool:
    for place in places:
        for zone in zones_of(place.system):
            with closing(log_in(place, zone.name)) as session:
                session.execute("SELECT count(*) FROM directory.municipality")
    return True


@pytest.mark.own_cluster
def test_grants_after_the_first_recipient_s_restore_are_those_of_the_files(
    backup: Path,
    tmp_path: Path,
    identities: list[pyrage.x25519.Identity],
    install: Install,
) -> None:
    ward = Place("131121", "ward")
    before = grants_of_schema(ward)
    with install(tmp_path / "elsewhere"):
        restore(backup, str(identities[0]), open_epoch=nothing)
        assert grants_of_schema(ward) == before


def grants_of_schema(place: Place) -> list[tuple[str, ...]]:
    with closing(deployment_connection()) as owner:
        return owner.execute(
            "SELECT c.relname, a.grantee::regrole::text, a.privilege_type FROM pg_class c,"
            " aclexplode(c.relacl) a WHERE c.relnamespace = %s::regnamespace"
            " AND a.grantee <> c.relowner ORDER BY 1, 2, 3",
            [place.schema],
        ).fetchall()


def test_a_living_municipality_is_never_written_over(
    backup: Path, identities: list[pyrage.x25519.Identity]
) -> None:
    with pytest.raises(AlreadyLives, match="世田谷区"):
        restore(backup, str(identities[0]), open_epoch=nothing)
    assert kept(Place("131121", "ward")) == [(ROWS, SECRET)]


def test_a_stranger_cannot_open_it(backup: Path) -> None:
    with pytest.raises(WrongIdentity, match="受取人"):
        restore(backup, str(pyrage.x25519.Identity.generate()), open_epoch=nothing)


@pytest.mark.parametrize("whose", [[0], [0, 0], []])
def test_one_recipient_is_not_enough(
    fresh_database: str, tmp_path: Path, identities: list[pyrage.x25519.Identity], whose: list[int]
) -> None:
    names = [recipients(identities)[each] for each in whose]
    with pytest.raises(TooFewRecipients):
        back_up("131121", tmp_path / "x.age", names, AT, seal=nothing)
    assert not (tmp_path / "x.age").exists()


def test_the_ledger_is_sealed_before_anything_is_read(
    fresh_database: str, tmp_path: Path, identities: list[pyrage.x25519.Identity]
) -> None:
    """What the sealer writes is in the backup: it ran before the snapshot was taken."""
    manifest = back_up(
        "131121",
        tmp_path / "x.age",
        recipients(identities),
        AT,
        seal=lambda place: plant(place, "封印", rows=3),
    )
    assert [rows["keepsake"] for rows in manifest.rows.values()] == [3] * len(systems())


def test_an_unknown_municipality_is_named(
    fresh_database: str, tmp_path: Path, identities: list[pyrage.x25519.Identity]
) -> None:
    with pytest.raises(KeyError, match="014567"):
        back_up("014567", tmp_path / "x.age", recipients(identities), AT, seal=nothing)


@pytest.mark.own_cluster
def test_a_file_cut_short_or_short_of_rows_does_not_pass_for_whole(
    backup: Path,
    tmp_path: Path,
    identities: list[pyrage.x25519.Identity],
    install: Install,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut = tmp_path / "cut.age"
    cut.write_bytes(backup.read_bytes()[: os.path.getsize(backup) // 2])
    with install(tmp_path / "elsewhere"):
        with pytest.raises(WrongIdentity, match="ファイルを確かめて"):
            restore(cut, str(identities[0]), open_epoch=nothing)
        assert [each.code for each in directory.municipalities()] == ["131156"]
        monkeypatch.setattr(load, "rows_per_table", one_row_less)
        with pytest.raises(NotWhole, match=rf"keepsake: 控え {ROWS} 件、復元 {ROWS - 1} 件"):
            restore(backup, str(identities[0]), open_epoch=nothing)
        monkeypatch.undo()


def one_row_less(connection: psycopg.Connection, place: Place) -> dict[str, int]:
    counted = rows_per_table(connection, place)
    return {name: rows - (name == "keepsake") for name, rows in counted.items()}
