"""The ledger of a living ward, tampered with by somebody who may do anything in the database."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from database_of_tests import TestCluster
from ledger_of_tests import CLERK, entries, last_entry, seal_all
from sealed_ledger import found, new_key
from typer.testing import CliRunner

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.check import check
from sesshu.foundation.ledger.command import app
from sesshu.foundation.ledger.export import take_export
from sesshu.foundation.ledger.sealing.epochs import open_epoch
from sesshu.foundation.ledger.sealing.sealer import Sealer
from sesshu.foundation.ledger.verification.findings import Report, Wrong
from sesshu.foundation.walls import Place

AUDITOR = Actor(90, "監査 一子")


@pytest.fixture
def sealed(fresh_ward: Place, sealer: Sealer) -> Sealer:
    """Thirty events of every kind, sealed in three seals."""
    for resident in range(30):
        with ledger.act(CLERK, "dose.recorded", "予診票の入力") as entry:
            entry.about(resident)
            entry.detail(dose=resident)
        if resident % 10 == 9:
            seal_all(sealer)
    return sealer


def checked(sealer: Sealer) -> Report:
    return check(AUDITOR, sealer.keys, sealer.file)


def tamper(cluster: TestCluster, database: str, place: Place, *statements: str) -> None:
    """As the superuser with the triggers silenced: what no role of ours can do."""
    with closing(cluster.cluster.superuser_connection(database)) as connection, connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"SET search_path = {place.schema}")
        for statement in statements:
            connection.execute(statement)


def test_a_ledger_nobody_touched_is_sound_and_the_check_is_an_event(sealed: Sealer) -> None:
    report = checked(sealed)
    assert report.sound, report.findings
    assert (report.entries, report.seals, report.unsealed) == (31, 3, 1)
    written = last_entry()
    assert (written.action, written.actor_account) == ("ledger.checked", 90)
    assert written.details == {
        "seal": 3,
        "sha256": report.head_sha256,
        "entries": 31,
        "findings": 0,
    }


def test_a_ledger_nobody_sealed_yet_is_sound(fresh_ward: Place, sealer: Sealer) -> None:
    assert checked(sealer).sound


def test_a_seals_file_that_is_gone_is_named(sealed: Sealer) -> None:
    sealed.file.path.unlink()
    assert found(checked(sealed)) == {(Wrong.SEALS_CUT, 0)}


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE ledger_entry SET subjects = '{1}' WHERE id = 12", Wrong.ENTRY_CHANGED),
        ("UPDATE ledger_entry SET at = at - interval '1 us' WHERE id = 12", Wrong.ENTRY_CHANGED),
        ("UPDATE ledger_entry SET actor_account = 8 WHERE id = 12", Wrong.ENTRY_CHANGED),
        (
            """UPDATE ledger_entry SET details = '{"dose": 11.0}' WHERE id = 12""",
            Wrong.ENTRY_CHANGED,
        ),
        ("DELETE FROM ledger_entry WHERE id = 12", Wrong.ENTRY_REMOVED),
        ("UPDATE ledger_entry SET txid = '999999' WHERE id = 12", None),
    ],
)
def test_what_a_superuser_does_to_an_entry_is_named(
    sealed: Sealer,
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    statement: str,
    wrong: Wrong | None,
) -> None:
    tamper(test_cluster, fresh_database, fresh_ward, statement)
    report = checked(sealed)
    assert report.findings
    assert {finding.number for finding in report.findings} == {12}
    if wrong is not None:
        assert found(report) == {(wrong, 12)}


def test_an_entry_added_later_is_named(
    sealed: Sealer, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    tamper(
        test_cluster,
        fresh_database,
        fresh_ward,
        "INSERT INTO ledger_entry OVERRIDING SYSTEM VALUE SELECT 900, epoch, at, kind, action,"
        " actor_account, actor_name, terminal, role, txid, purpose, reason, '{77}', details"
        " FROM ledger_entry WHERE id = 12",
    )
    assert found(checked(sealed)) == {(Wrong.ENTRY_ADDED, 900)}


def test_a_tail_cut_with_its_seals_is_named(
    sealed: Sealer, fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    tamper(
        test_cluster,
        fresh_database,
        fresh_ward,
        "DELETE FROM ledger_entry WHERE id > 10",
        "DELETE FROM ledger_seal WHERE number > 1",
    )
    named = found(checked(sealed))
    assert {(Wrong.ENTRY_REMOVED, entry) for entry in range(11, 31)} <= named
    assert (Wrong.SEALS_CUT, 1) in named


def test_a_chain_rebuilt_by_a_foreign_sealer_is_named(
    sealed: Sealer,
    fresh_ward: Place,
    test_cluster: TestCluster,
    fresh_database: str,
    tmp_path: Path,
) -> None:
    stranger = new_key()
    forger = replace(
        sealed,
        key=stranger,
        keys={1: stranger.private.public_key()},
        file=replace(sealed.file, path=tmp_path / "forged.jsonl"),
    )
    tamper(
        test_cluster,
        fresh_database,
        fresh_ward,
        "UPDATE ledger_entry SET subjects = '{1}' WHERE id = 12",
        "DELETE FROM ledger_seal",
    )
    seal_all(forger)
    named = found(checked(sealed))
    assert (Wrong.ENTRY_CHANGED, 12) in named
    assert (Wrong.SEAL_CHANGED, 1) in named
    assert found(check(AUDITOR, sealed.keys, forger.file)) >= {(Wrong.SEAL_CHANGED, 1)}


def test_a_restore_in_between_is_a_remark(sealed: Sealer, fresh_ward: Place) -> None:
    open_epoch(fresh_ward, sealed.file)
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    seal_all(sealed)
    report = checked(sealed)
    assert report.sound, report.findings
    assert report.seals == 4


def test_an_export_is_an_event_and_is_not_written_over_another(
    sealed: Sealer, tmp_path: Path
) -> None:
    take_export(AUDITOR, "監査", tmp_path / "copy")
    assert (last_entry().action, last_entry().purpose) == ("ledger.exported", "監査")
    with pytest.raises(FileExistsError):
        take_export(AUDITOR, "監査", tmp_path / "copy")


def test_an_export_holds_every_entry_as_it_is(sealed: Sealer, tmp_path: Path) -> None:
    export = take_export(AUDITOR, "監査", tmp_path / "copy")
    lines = [json.loads(line) for line in export.entries.read_text("utf-8").splitlines()]
    assert [line[2] for line in lines] == [entry.pk for entry in entries()]
    for line, entry in zip(lines, entries(), strict=True):
        assert line[0:2] == [entry.epoch, entry.txid]
        assert line[4:13] == [
            entry.kind,
            entry.action,
            entry.actor_account,
            entry.actor_name,
            entry.terminal,
            entry.role,
            entry.purpose,
            entry.reason,
            entry.subjects,
        ]
        assert json.loads(line[13]) == entry.details


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keys and seals of an installation of this test's own; the passwords stay those of all tests."""
    for module in ("sesshu.foundation.keys.store", "sesshu.foundation.ledger.sealing.seals_file"):
        monkeypatch.setattr(f"{module}.state_dir", lambda: tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_the_commands_seal_check_export_and_verify(
    fresh_ward: Place,
    installation: Path,
    test_cluster: TestCluster,
    fresh_database: str,
    tmp_path: Path,
) -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    seal_all(Sealer.of(fresh_ward))
    code, said = run("seal")
    assert (code, "m131121_ward: 0件を封印しました。" in said) == (0, True)
    code, said = run("check", "131121")
    assert (code, "すべてそのままです" in said) == (0, True)
    assert last_entry().actor_name.startswith("command:")
    tamper(test_cluster, fresh_database, fresh_ward, "DELETE FROM ledger_entry WHERE id = 1")
    copy = str(tmp_path / "copy")
    assert run("export", "131121", "--into", copy, "--purpose", "監査")[0] == 0
    seals = str(installation / "ledger/131121/ward/seals.jsonl")
    keys = str(installation / "keys/131121/ward/sign-ledger")
    code, said = run("verify", copy, "--seals", seals, "--keys", keys)
    assert (code, "記録1: 封印された記録がありません" in said) == (1, True)
    wrong_head = f"1:{'0' * 64}"
    code, said = run("verify", copy, "--seals", seals, "--keys", keys, "--known", wrong_head)
    assert "書き留めたハッシュ値の封印がありません" in said
    assert run("verify", copy, "--seals", seals, "--keys", keys, "--known", "1:zz")[0] == 2
    code, said = run("verify", str(tmp_path / "nowhere"), "--seals", seals, "--keys", keys)
    assert (code, "書き出しを読めません" in said) == (2, True)
