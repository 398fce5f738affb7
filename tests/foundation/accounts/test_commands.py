"""What an operator of the server does at the command line."""

import re
from datetime import datetime

import pytest
import typer
from typer.testing import CliRunner, Result

from sesshu.foundation.accounts import command, command_demo, command_found, demo, lockout, queries
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.enrolment import begin
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.sign_in import check_password
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

from .conftest import PASSWORD, TERMINAL, WARD, Office, ledger_entries

CODE = re.compile(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}")
RUNNER = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are not folded."""
    for module in (command, command_demo, command_found):
        monkeypatch.setattr(module.console, "width", 200)


def run(app: typer.Typer, *words: str) -> Result:
    return RUNNER.invoke(app, list(words))


def test_the_list_shows_who_is_in_charge_of_what(office: Office) -> None:
    shown = run(command.app, "list", "131121").output
    assert "職員 第1001号" in shown
    assert "入力担当" in shown
    assert "利用中" in shown


def test_unlocking_lets_somebody_try_again_and_is_in_the_ledger(
    office: Office, at: datetime
) -> None:
    for _ in range(lockout.FAILURES_MAX):
        with pytest.raises(Wrong):
            check_password("s1001", "wrong", now(), TERMINAL)
    with pytest.raises(LockedOut):
        check_password("s1001", PASSWORD, now(), TERMINAL)
    assert "解除しました" in run(command.app, "unlock", "131121", "S1001").output
    assert check_password("s1001", PASSWORD, now(), TERMINAL)
    entry = ledger_entries("account.unlock")[-1]
    assert entry.details == {"account": office.clerk.account.pk, "cleared": True}


def test_unlocking_opens_the_way_with_a_slip_as_well(office: Office) -> None:
    office.join(2001, Duty.ENTRY, enrolled=False)
    for _ in range(lockout.FAILURES_MAX):
        with pytest.raises(Wrong):
            begin("s2001", "AAAAA", now(), TERMINAL)
    run(command.app, "unlock", "131121", "s2001")
    with pytest.raises(Wrong):
        begin("s2001", "AAAAA", now(), TERMINAL)


def test_unlocking_somebody_who_is_not_locked_says_so(office: Office) -> None:
    assert "ロックされていません" in run(command.app, "unlock", "131121", "s1001").output


@pytest.mark.parametrize("words", [("unlock",), ("slip",), ("rescue",)])
def test_a_name_nobody_has_is_said_so(office: Office, words: tuple[str]) -> None:
    done = run(command.app, *words, "131121", "nobody")
    assert (done.exit_code, "利用者はいません" in done.output) == (1, True)


def test_a_slip_that_was_lost_is_printed_anew(office: Office) -> None:
    office.join(2001, Duty.ENTRY, enrolled=False)
    assert CODE.search(run(command.app, "slip", "131121", "s2001").output)


def test_no_slip_is_printed_for_somebody_who_has_enrolled(office: Office) -> None:
    done = run(command.app, "slip", "131121", "s1001")
    assert (done.exit_code, CODE.search(done.output)) == (1, None)


def test_rescue_is_for_the_administrator_nobody_can_help(office: Office) -> None:
    assert CODE.search(run(command.app, "rescue", "131121", "first-1").output)


def test_rescue_is_refused_while_two_others_can_help(office: Office) -> None:
    office.join(3001, Duty.ACCOUNTS)
    done = run(command.app, "rescue", "131121", "first-1")
    assert (done.exit_code, "登録票の再発行" in done.output) == (1, True)


def test_a_demo_persons_code_is_told(fresh_ward: Place, cheap_hashing: None) -> None:
    demo.demo_accounts(now())
    told = run(command_demo.app, "code", "clerk-a").output.strip()
    assert re.fullmatch(r"[0-9]{6}", told)


def test_an_unknown_demo_name_is_said_so(fresh_ward: Place) -> None:
    done = run(command_demo.app, "code", "nobody")
    assert (done.exit_code, "nobody" in done.output) == (1, True)


def test_a_municipality_begins_with_two_slips_for_the_people_named(
    fresh_ward: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    people = ["00000001:sato1:佐藤 一", "00000002:suzuki2:鈴木 二"]
    command_found.found_municipality([WARD], people, demo=False)
    printed = capsys.readouterr().out
    assert len(set(CODE.findall(printed))) == 2
    assert [line.display_name for line in queries.accounts()] == ["佐藤 一", "鈴木 二"]


def test_without_names_the_two_slips_come_all_the_same(
    fresh_ward: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    command_found.found_municipality([WARD], [], demo=False)
    assert len(set(CODE.findall(capsys.readouterr().out))) == 2
    command_found.found_municipality([WARD], [], demo=False)
    assert CODE.findall(capsys.readouterr().out) == []


def test_a_demo_gets_its_people_later(
    fresh_ward: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    command_found.found_municipality([WARD], [], demo=True)
    assert CODE.findall(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    "people", [["00000001"], ["00000001:sato1:佐藤 一"], ["1:sato1:佐藤", "1:suzuki2:鈴木"]]
)
def test_people_that_cannot_be_are_refused_in_words(fresh_ward: Place, people: list[str]) -> None:
    with pytest.raises(typer.Exit):
        command_found.found_municipality([WARD], people, demo=False)
    assert queries.accounts() == []
