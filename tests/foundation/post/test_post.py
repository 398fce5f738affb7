"""A paper goes from one system to the other: with its act, in order, unreadable on its way, worked once."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction
from papers_of_tests import Crooked, Note, Unread, before_working, notes, prepare
from tricks_of_walls import log_in

from sesshu.foundation import keys, ledger, post
from sesshu.foundation.acting import Actor
from sesshu.foundation.post import courier, inbox, stamping
from sesshu.foundation.post.courier import deliver, put_in, to_deliver
from sesshu.foundation.post.outbox import KEY_PURPOSE
from sesshu.foundation.post.stamping import stamp
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.wire.post.envelope import Envelope, body_hash

CLERK = Actor(7, "文書 太郎")
SECRET = "世田谷区桜丘九丁目九番九号"


@pytest.fixture
def ward(fresh_ward: Place) -> Iterator[Place]:
    """The ward, entered; the number linkage of the same municipality is ready to take notes."""
    prepare(Place(fresh_ward.municipality, "linkage"))
    yield fresh_ward
    before_working.clear()


@pytest.fixture
def linkage(ward: Place) -> Place:
    return Place(ward.municipality, "linkage")


def write(*texts: str) -> list[UUID]:
    with ledger.act(CLERK, "tests.written", "試験", using="intranet"):
        return [post.send("linkage", Note(text=text), using="intranet") for text in texts]


def write_and_regret() -> None:
    with suppress(ZeroDivisionError), ledger.act(CLERK, "tests.written", "試験", using="intranet"):
        post.send("linkage", Note(text="なかったこと"), using="intranet")
        raise ZeroDivisionError


def carry(ward: Place, linkage: Place) -> None:
    stamp()
    deliver(ward, linkage)


def work_off(linkage: Place) -> int:
    worked = 0
    with enter(linkage):
        while post.work_next():
            worked += 1
    return worked


def noted(linkage: Place) -> list[str]:
    with enter(linkage):
        return notes()


def kept(linkage: Place) -> list[tuple[UUID, str]]:
    with enter(linkage), connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT paper_id, reason FROM incoming_paper WHERE state = 'kept'")
        return list(cursor.fetchall())


def test_a_paper_arrives_with_all_the_worker_does(ward: Place, linkage: Place) -> None:
    (paper,) = write("一通目")
    finish_all(ward.municipality)
    assert noted(linkage) == ["一通目"]
    with closing(log_in(linkage, "audit")) as audit:
        entry = audit.execute(
            "SELECT action, actor_name, subjects, details FROM ledger_entry"
        ).fetchall()
    details = {"paper": str(paper), "sender": "ward", "sequence": 1, "state": "worked"}
    assert entry == [("paper.opened", "post", [1], details)]


def test_a_paper_leaves_only_with_its_act(ward: Place, linkage: Place) -> None:
    write_and_regret()
    finish_all(ward.municipality)
    assert noted(linkage) == []


def test_outside_a_transaction_nothing_is_sent(ward: Place) -> None:
    with pytest.raises(post.OutsideTransaction):
        post.send("linkage", Note(text="x"), using="intranet")


def test_a_body_out_of_form_never_leaves(ward: Place) -> None:
    wrong = Note(text=7)  # type: ignore[arg-type]
    with transaction.atomic("intranet"), pytest.raises(msgspec.ValidationError):
        post.send("linkage", wrong, using="intranet")


def test_a_system_that_does_not_exist_gets_no_paper(ward: Place) -> None:
    with transaction.atomic("intranet"), pytest.raises(KeyError):
        post.send("nowhere", Note(text="x"), using="intranet")


def test_nobody_reads_a_paper_on_its_way(ward: Place, linkage: Place) -> None:
    write(SECRET)
    carry(ward, linkage)
    for place, table in ((ward, "outgoing_paper"), (linkage, "incoming_paper")):
        with closing(log_in(place, "jobs")) as jobs:
            (row,) = jobs.execute(f"SELECT row_to_json({table})::text FROM {table}").fetchone() or (
                "",
            )
        content = bytes.fromhex(max(json.loads(row).values(), key=lambda v: len(str(v)))[2:])
        assert len(content) > 200
        assert SECRET.encode() not in content
    assert work_off(linkage) == 1
    assert noted(linkage) == [SECRET]


@pytest.mark.parametrize(
    ("zone", "statement"),
    [
        ("intranet", "SELECT body FROM outgoing_paper"),
        ("intranet", "UPDATE outgoing_paper SET sequence = 1"),
        (
            "courier",
            "INSERT INTO outgoing_paper (kind, version, receiver, body) VALUES ('a.b',1,'x','')",
        ),
        ("courier", "UPDATE outgoing_paper SET signature = NULL"),
        ("courier", "UPDATE incoming_paper SET state = 'worked'"),
        ("courier", "SELECT envelope FROM incoming_paper"),
        ("courier", "DELETE FROM incoming_paper"),
        ("jobs", "UPDATE incoming_paper SET envelope = ''"),
        ("jobs", "UPDATE outgoing_paper SET delivered_at = NULL"),
        ("jobs", "DELETE FROM outgoing_paper"),
    ],
)
def test_every_hand_on_the_way_may_do_its_part_and_no_more(
    ward: Place, zone: str, statement: str
) -> None:
    with (
        connections[zone].cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        cursor.execute(statement)


def test_papers_are_numbered_without_a_gap_in_the_order_of_their_acts(
    ward: Place, linkage: Place
) -> None:
    write("一", "二")
    write_and_regret()
    write("三")
    assert stamp() == 3
    assert stamp() == 0
    deliver(ward, linkage)
    work_off(linkage)
    assert noted(linkage) == ["一", "二", "三"]


def test_a_paper_of_a_transaction_that_is_still_open_waits_and_holds_up_no_other(
    ward: Place, linkage: Place
) -> None:
    with transaction.atomic("jobs"):
        post.send("linkage", Note(text="長い取込み"), using="jobs")
        in_another_thread(ward, lambda: write("窓口の一件"))
        in_another_thread(ward, stamp)
    carry(ward, linkage)
    work_off(linkage)
    assert noted(linkage) == ["窓口の一件", "長い取込み"]


def in_another_thread(place: Place, work: Callable[[], object]) -> None:
    def entered() -> None:
        with enter(place):
            work()

    thread = threading.Thread(target=entered)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def race(place: Place, work: Callable[[], object], count: int) -> list[BaseException]:
    """``work`` in so many threads at once; the errors of those that failed."""
    errors: list[BaseException] = []

    def entered() -> None:
        with enter(place):
            try:
                work()
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=entered) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return errors


def test_without_the_lock_on_the_line_two_stampers_give_one_number_twice(
    ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race itself: both read the same next number; the unique constraint lets only one commit."""
    write("一")
    barrier = threading.Barrier(2, timeout=25)

    def unlocked(*_: object) -> int:
        barrier.wait()
        return 1

    monkeypatch.setattr(stamping, "take_line", unlocked)
    other = Note(text="二")

    def stamp_own() -> None:
        with transaction.atomic("jobs"):
            post.send("linkage", other, using="jobs")
            stamp()

    assert [type(error) for error in race(ward, stamp_own, 2)] == [IntegrityError]


def test_with_the_lock_many_stampers_number_everything_once(ward: Place, linkage: Place) -> None:
    for number in range(20):
        write(str(number))
    assert race(ward, stamp, 4) == []
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT array_agg(sequence ORDER BY id) FROM outgoing_paper")
        assert cursor.fetchone() == (list(range(1, 21)),)


def test_what_comes_out_of_order_is_worked_in_order_and_a_gap_is_waited_for(
    ward: Place, linkage: Place
) -> None:
    write("一", "二", "三")
    stamp()
    envelopes = [courier._envelope(ward, row) for row in to_deliver(linkage)]
    with enter(linkage):
        put_in([envelopes[2], envelopes[1]])
        assert not post.work_next()
        put_in([envelopes[0]])
    work_off(linkage)
    assert noted(linkage) == ["一", "二", "三"]


def test_a_paper_brought_again_and_again_is_worked_once(
    ward: Place, linkage: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A courier killed before it could say 「delivered」 brings everything once more."""
    write("一", "二")
    stamp()
    monkeypatch.setattr(courier, "DELIVERED", "SELECT %s::bigint[]")
    for _ in range(3):
        deliver(ward, linkage)
        work_off(linkage)
    assert noted(linkage) == ["一", "二"]


def test_without_the_id_in_the_inbox_a_paper_brought_again_would_be_there_twice(
    ward: Place, linkage: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard off: key and line constraint dropped, the same paper lies in the inbox twice."""
    write("一")
    stamp()
    envelopes = [courier._envelope(ward, row) for row in to_deliver(linkage)]
    with enter(linkage), closing(owner_of(linkage)) as owner:
        owner.execute("ALTER TABLE incoming_paper DROP CONSTRAINT incoming_paper_pkey")
        owner.execute("ALTER TABLE incoming_paper DROP CONSTRAINT incoming_paper_in_line")
        owner.commit()
        monkeypatch.setattr(courier, "PUT_IN", courier.PUT_IN.partition(" ON CONFLICT")[0])
        put_in(envelopes)
        put_in(envelopes)
        with connections["courier"].cursor() as cursor:
            cursor.execute("SELECT count(paper_id) FROM incoming_paper")
            assert cursor.fetchone() == (2,)


def owner_of(place: Place) -> psycopg.Connection:
    connection = deployment_connection()
    connection.execute(f"SET ROLE {place.owner}")
    connection.execute(f"SET search_path = {place.schema}")
    return connection


def meet_another(calls: list[str], seconds: int) -> None:
    """Whoever works a note gives another worker so long to work the same."""
    second = threading.Event()

    def wait(text: str) -> None:
        calls.append(text)
        second.set() if len(calls) > 1 else second.wait(seconds)

    before_working.append(wait)


def test_without_the_lock_two_workers_take_one_paper_and_only_the_table_stops_the_second(
    ward: Place, linkage: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("一")
    carry(ward, linkage)
    calls: list[str] = []
    meet_another(calls, 20)
    monkeypatch.setattr(inbox, "CLAIM", inbox.CLAIM.partition(" FOR UPDATE")[0])
    errors = race(linkage, post.work_next, 2)
    assert calls == ["一", "一"]
    assert len(errors) == 1
    assert "was worked before" in str(errors[0])
    assert noted(linkage) == ["一"]


def test_with_the_lock_one_paper_has_one_worker(ward: Place, linkage: Place) -> None:
    write("一", "二")
    carry(ward, linkage)
    calls: list[str] = []
    meet_another(calls, 2)
    assert race(linkage, post.work_next, 2) == []
    assert calls == ["一"]
    before_working.clear()
    work_off(linkage)
    assert noted(linkage) == ["一", "二"]


def test_a_paper_that_cannot_be_worked_is_kept_and_holds_up_none_behind_it(
    ward: Place, linkage: Place
) -> None:
    def stumble(text: str) -> None:
        if text == "二":
            raise post.CannotWork("宛名番号の台帳を先に移してください。")

    before_working.append(stumble)
    _, second, _ = write("一", "二", "三")
    finish_all(ward.municipality)
    assert noted(linkage) == ["一", "三"]
    assert kept(linkage) == [(second, "宛名番号の台帳を先に移してください。")]


def test_a_kept_paper_is_worked_again_when_the_reason_is_gone(ward: Place, linkage: Place) -> None:
    def stumble(_: str) -> None:
        raise ValueError(SECRET)

    before_working.append(stumble)
    (paper,) = write("一")
    finish_all(ward.municipality)
    with enter(linkage):
        assert post.work_again(CLERK, paper) is post.State.KEPT
        before_working.clear()
        assert post.work_again(CLERK, paper) is post.State.WORKED
        with pytest.raises(post.NotKept):
            post.work_again(CLERK, paper)
    assert noted(linkage) == ["一"]


def test_an_unforeseen_error_is_told_without_its_words(
    ward: Place, linkage: Place, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(text: str) -> None:
        raise ValueError(text)

    before_working.append(stumble)
    write(SECRET)
    finish_all(ward.municipality)
    ((_, reason),) = kept(linkage)
    assert "ValueError、test_post.py:" in reason
    assert SECRET not in reason + caplog.text


def envelope(ward: Place, linkage: Place, **changes: object) -> Envelope:
    """The next envelope of the ward, changed by somebody on its way."""
    stamp()
    (first, *_) = [courier._envelope(ward, row) for row in to_deliver(linkage)]
    return msgspec.structs.replace(first, **changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "tests.unread"}, "署名が送り元の鍵（1番）で確かめられません"),
        ({"key": 9}, "署名が送り元の鍵（9番）で確かめられません"),
        ({"signature": bytes(64)}, "署名が送り元の鍵"),
        ({"id": uuid4()}, "署名が送り元の鍵"),
        ({"receiver": "ward"}, "ほかのシステムあての文書です"),
        ({"municipality": "131156"}, "ほかのシステムあての文書です"),
        ({"body": b"x", "body_sha256": body_hash(b"x")}, "署名が送り元の鍵"),
        ({"body": b"x"}, "封筒の形が違います"),
    ],
)
def test_an_envelope_changed_on_its_way_is_kept_unworked(
    ward: Place, linkage: Place, changes: dict[str, object], reason: str
) -> None:
    write("一")
    changed = envelope(ward, linkage, **changes)
    with enter(linkage):
        put_in([changed])
    work_off(linkage)
    assert noted(linkage) == []
    assert reason in kept(linkage)[0][1]


def test_a_paper_encrypted_for_somebody_else_is_kept_unworked(ward: Place, linkage: Place) -> None:
    body = keys.encrypt_for(Place("131156", "linkage"), KEY_PURPOSE, b'{"text": "x"}')
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO outgoing_paper (kind, version, receiver, body)"
            " VALUES ('tests.note', 1, 'linkage', %s)",
            [body],
        )
    finish_all(ward.municipality)
    assert "文書を開く鍵がありません" in kept(linkage)[0][1]


def test_a_body_of_another_form_is_kept_with_the_place_and_not_the_value(
    ward: Place, linkage: Place
) -> None:
    with transaction.atomic("intranet"):
        post.send("linkage", Crooked(text=20261123), using="intranet")
    finish_all(ward.municipality)
    ((_, reason),) = kept(linkage)
    assert "内容の形が違います（$.text）" in reason
    assert "20261123" not in reason


def test_a_paper_nobody_takes_waits_for_the_release_that_does(ward: Place, linkage: Place) -> None:
    with transaction.atomic("intranet"):
        post.send("linkage", Unread(), using="intranet")
    finish_all(ward.municipality)
    assert kept(linkage)[0][1].startswith("tests.unread 第1版を読む処理がありません。")


def test_another_municipality_s_papers_take_another_line(
    ward: Place, linkage: Place, neighbour: Place
) -> None:
    prepare(Place(neighbour.municipality, "linkage"))
    write("世田谷")
    with enter(neighbour):
        write("杉並")
    finish_all(ward.municipality)
    assert noted(linkage) == ["世田谷"]
    assert noted(Place(neighbour.municipality, "linkage")) == []
    finish_all(neighbour.municipality)
    assert noted(Place(neighbour.municipality, "linkage")) == ["杉並"]


@pytest.mark.parametrize("change", ["body = ''", "sequence = 9", "receiver = 'x'"])
def test_even_the_owner_cannot_change_a_paper_that_is_numbered(ward: Place, change: str) -> None:
    write("一")
    stamp()
    with (
        closing(owner_of(ward)) as owner,
        pytest.raises(psycopg.errors.CheckViolation, match="is sealed"),
    ):
        owner.execute(f"UPDATE outgoing_paper SET {change}")
