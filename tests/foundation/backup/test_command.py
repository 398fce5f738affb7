"""The commands: what they refuse, and that a restored ward goes on where it stood: ledger, keys, post."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from foundation.backup.conftest import Install
from typer.testing import CliRunner, Result

from sesshu.foundation import backup, keys, ledger, post
from sesshu.foundation.acting import Actor
from sesshu.foundation.backup import command, command_restore, load
from sesshu.foundation.keys import command as key_command
from sesshu.foundation.ledger.check import check
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.zones import systems
from sesshu.linkage.persons.queries import person_of
from sesshu.wire.papers.resident_changed import Change, ResidentChanged

CLERK = Actor(7, "控え 太郎")
WARD, LINKAGE = Place("131121", "ward"), Place("131121", "linkage")


def call(module: object, *arguments: str) -> Result:
    return CliRunner().invoke(module.app, arguments)  # type: ignore[attr-defined]


@pytest.fixture
def recipients(tmp_path: Path) -> list[Path]:
    """The key files of two recipients."""
    files = [tmp_path / "first.key", tmp_path / "second.key"]
    for file in files:
        assert call(key_command, "identity", str(file)).exit_code == 0
    return files


def names(files: list[Path]) -> list[str]:
    lines = [file.read_text().splitlines()[0] for file in files]
    return [line.removeprefix("# public key: ") for line in lines]


def write_backup(target: Path, recipients: list[Path]) -> Result:
    options = [part for name in names(recipients) for part in ("--recipient", name)]
    return call(command, "131121", "--to", str(target), *options)


def tell(*numbers: str) -> None:
    """The ward tells of changed residents."""
    changes = tuple(Change(atena_number=number, reason="11") for number in numbers)
    with enter(WARD), ledger.act(CLERK, "tests.moved", "試験", using="jobs"):
        post.send("linkage", ResidentChanged(changes=changes), using="jobs")


@pytest.fixture
def installation(tmp_path: Path, install: Install) -> Iterator[Path]:
    """An installation of its own in which 世田谷区 works, with its seals and keys; its state."""
    state = tmp_path / "ward"
    with install(state):
        places = [Place("131121", system) for system in systems()]
        migrate(places)
        directory.enter_in_directory(
            directory.Municipality("131121", "世田谷区", demo=True), places
        )
        yield state


@pytest.mark.own_cluster
def test_a_restored_ward_goes_on_where_it_stood(
    installation: Path, tmp_path: Path, recipients: list[Path], install: Install
) -> None:
    token = keys.secret_box(WARD).encrypt(b"totp")
    tell("1", "2")
    finish_all("131121")
    tell("3")  # on its way when the backup is made
    target = tmp_path / "131121.age"
    done = write_backup(target, recipients)
    assert done.exit_code == 0, done.output
    assert "世田谷区の控え" in done.output
    with install(tmp_path / "elsewhere"):
        done = call(command_restore, str(target), "--identity", str(recipients[1]))
        assert done.exit_code == 0, done.output
        assert "合計は控えと一致しています" in done.output
        assert keys.secret_box(WARD).decrypt(token) == b"totp"
        finish_all("131121")
        with enter(LINKAGE):
            issued = [person_of(number, using="jobs").integrated_number for number in "123"]
        assert [number[-1] for number in issued] == ["1", "2", "3"]
        for place in (WARD, LINKAGE):
            with enter(place):
                assert check(CLERK).findings == []
                assert epochs() == 2
        again = call(command_restore, str(target), "--identity", str(recipients[0]))
        assert again.exit_code == 1
        assert "上書きはしません" in again.output


def epochs() -> int:
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT max(number) FROM ledger_epoch")
        return int(cursor.fetchone()[0])


def test_the_backup_itself_stands_in_the_ledger_before_it_is_made(
    fresh_ward: Place, tmp_path: Path, recipients: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed: list[Place] = []
    monkeypatch.setattr(command, "seal_place", sealed.append)
    assert write_backup(tmp_path / "x.age", recipients).exit_code == 0
    assert [place.system for place in sealed] == ["ward", "linkage"]
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT action, details FROM ledger_entry")
        ((action, details),) = cursor.fetchall()
    assert (action, json.loads(details)) == ("backup.made", {"recipients": names(recipients)})


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (
            ["131121", "--recipient", "age1x", "--recipient", "age1y"],
            1,
            "受取人（age1…）ではありません",
        ),
        (["131121", "--recipient", "age1x"], 1, "2人以上"),
        (["014567", "--recipient", "age1x"], 2, "ここにありません"),
    ],
)
def test_a_backup_that_cannot_be_made_is_refused_in_words_and_leaves_no_file(
    fresh_ward: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, words: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(command, "seal_place", lambda _: None)
    done = call(command, *arguments, "--to", str(tmp_path / "x.age"))
    assert done.exit_code == code
    assert words in done.output.replace("\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_without_a_key_opens_nothing(
    fresh_ward: Place, tmp_path: Path, recipients: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "seal_place", lambda _: None)
    assert write_backup(tmp_path / "x.age", recipients).exit_code == 0
    (tmp_path / "empty.key").write_text("# nothing\n")
    done = call(command_restore, str(tmp_path / "x.age"), "--identity", str(tmp_path / "empty.key"))
    assert done.exit_code == 1
    assert "AGE-SECRET-KEY-" in done.output


def test_seals_added_since_the_backup_stay_where_only_the_database_was_lost(tmp_path: Path) -> None:
    file = tmp_path / "seals.jsonl"
    file.write_bytes(b"one\ntwo\nthree\n")
    load._require_beginning(file, iter([b"one\n", b"two\n"]))
    assert file.read_bytes() == b"one\ntwo\nthree\n"


@pytest.mark.parametrize("held", [b"one\n", b"one\nTWO\n", b""])
def test_a_key_or_seal_that_is_not_the_backup_s_is_never_written_over(
    tmp_path: Path, held: bytes
) -> None:
    file = tmp_path / "1.private"
    file.write_bytes(held)
    with pytest.raises(backup.NotOurs, match="控えの内容と違います"):
        load._require_beginning(file, iter([b"one\ntwo\n"]))
    assert file.read_bytes() == held


def test_a_recipient_s_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "first.key"
    done = call(key_command, "identity", str(file))
    assert names([file])[0] in done.output
    assert "AGE-SECRET-KEY" not in done.output
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_text()
    assert call(key_command, "identity", str(file)).exit_code == 2
    assert file.read_text() == before


def test_keys_are_listed_by_number_and_renewed_without_losing_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESSHU_STATE", str(tmp_path))
    monkeypatch.setattr(key_command.console, "_width", 200)
    signature = keys.signing_key(WARD, "post").sign(b"x")
    assert call(key_command, "renew", "131121", "ward", "sign-post").exit_code == 0
    assert call(key_command, "renew", "131121", "ward", "sign-all").exit_code == 2
    listed = call(key_command, "list", "131121").output
    assert "sign-post" in listed
    assert "1、2" in listed
    assert "PRIVATE" not in listed
    assert keys.verifies(keys.verifying_keys(WARD, "post"), 1, signature, b"x")
