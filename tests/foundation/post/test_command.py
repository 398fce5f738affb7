"""The post from the command line."""

import re
from collections.abc import Iterator

import pytest
from papers_of_tests import Note, before_working, notes, prepare
from typer.testing import CliRunner, Result

from sesshu.foundation import ledger, post
from sesshu.foundation.acting import Actor
from sesshu.foundation.post import command, courier
from sesshu.foundation.post.courier import put_in, to_deliver
from sesshu.foundation.post.stamping import stamp
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, enter

LINKAGE = Place("131121", "linkage")


@pytest.fixture(autouse=True)
def ward(fresh_ward: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    prepare(LINKAGE)
    monkeypatch.setattr(command.console, "_width", 200)
    yield fresh_ward
    before_working.clear()


def call(*arguments: str) -> Result:
    done = CliRunner().invoke(command.app, arguments)
    assert done.exit_code == 0, done.output
    return done


def write(*texts: str) -> None:
    with ledger.act(Actor(7, "文書 太郎"), "tests.written", "試験"):
        for text in texts:
            post.send("linkage", Note(text=text))


def refuse(_: str) -> None:
    raise post.CannotWork("宛名番号の台帳を先に移してください。")


def test_papers_on_their_way_are_counted() -> None:
    write("一", "二")
    assert "まだ配達されていない文書: 2 通" in call("list", "131121", "ward").output
    finish_all("131121")
    assert "まだ配達されていない文書: 0 通" in call("list", "131121", "ward").output


def test_kept_papers_are_listed_with_their_reason_and_worked_when_it_is_gone() -> None:
    before_working.append(refuse)
    write("一", "二")
    finish_all("131121")
    listed = call("list", "131121", "linkage").output
    assert listed.count("宛名番号の台帳を先に移してください。") == 2
    assert "保留のままの文書 2 通" in call("retry", "131121", "linkage").output
    before_working.clear()
    assert "処理した文書 2 通" in call("retry", "131121", "linkage").output
    with enter(LINKAGE):
        assert notes() == ["一", "二"]


def test_a_number_that_did_not_come_is_named(ward: Place) -> None:
    write("一", "二")
    stamp()
    envelopes = [courier._envelope(ward, row) for row in to_deliver(LINKAGE)]
    with enter(LINKAGE):
        put_in([envelopes[1]])
        assert not post.work_next()
    assert re.search(r"ward\W+1\W+0\W+0\W+1\W", call("list", "131121", "linkage").output)


def test_a_paper_that_is_not_kept_is_not_worked_again() -> None:
    write("一")
    finish_all("131121")
    unknown = "019ab0c4-2f40-7c3e-9d1a-5b8f0e6d7a21"
    done = CliRunner().invoke(command.app, ["retry", "131121", "linkage", unknown])
    assert done.exit_code == 2


def test_a_system_that_is_not_here_is_refused() -> None:
    assert CliRunner().invoke(command.app, ["list", "131121", "registry"]).exit_code == 2
