"""A run goes step by step, each step whole or not at all."""

import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction
from jobs_of_tests import prepare, run_row, traces
from psycopg.types.json import Jsonb
from tricks_of_walls import log_in

from sesshu.foundation import runs
from sesshu.foundation.acting import Actor, act_as
from sesshu.foundation.runs.steps import step
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.provision import deployment_connection

CLERK = Actor(7, "一括 太郎")


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    prepare(fresh_ward)
    return fresh_ward


def start(kind: str = "tests.count", **params: object) -> int:
    return runs.start(CLERK, kind, params=params, using="jobs").run_id


def work_off() -> int:
    taken = 0
    while step():
        taken += 1
    return taken


def ledger_rows(place: Place) -> list[tuple[object, ...]]:
    with closing(log_in(place, "audit")) as audit:
        return audit.execute(
            "SELECT kind, action, actor_account, subjects, details FROM ledger_entry ORDER BY id"
        ).fetchall()


def test_a_run_is_planned_worked_chunk_by_chunk_and_ended(place: Place) -> None:
    run = start(chunks=3)
    assert run_row(run)["state"] == "waiting"
    assert step()
    assert run_row(run) == {"state": "running", "counts": None, "failure": None, "total": 30}
    assert work_off() == 4
    assert traces() == [(run, 1), (run, 2), (run, 3)]
    assert run_row(run)["state"] == "done"
    assert run_row(run)["counts"] == {"rows": 30}
    assert not step()


def test_the_ledger_gets_one_event_with_the_member_list_when_the_run_ends(place: Place) -> None:
    run = start(chunks=3)
    work_off()
    asked, ran = ledger_rows(place)
    assert asked[:3] == ("act", "run.start", 7)
    assert ran[:4] == ("run", "tests.count", 7, [10, 1, 20, 30])
    assert isinstance(ran[4], dict)
    assert ran[4] | {"run": run, "state": "done", "counts": {"rows": 30}} == ran[4]
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM run_chunk WHERE members IS NOT NULL")
        assert cursor.fetchone() == (0,)


def test_a_run_without_anything_to_do_is_done(place: Place) -> None:
    run = start(chunks=0)
    work_off()
    assert run_row(run) == {"state": "done", "counts": {}, "failure": None, "total": 0}


def test_a_job_without_a_plan_of_its_own_is_one_chunk(place: Place) -> None:
    run = start("tests.whole")
    assert work_off() == 3
    assert traces() == [(run, 1)]


def test_the_oldest_run_goes_first_and_another_municipality_s_is_not_seen(
    place: Place, neighbour: Place
) -> None:
    first, second = start(chunks=1), start(chunks=2)
    with enter(neighbour):
        assert not step()
    step()
    assert (run_row(first)["state"], run_row(second)["state"]) == ("running", "waiting")


def test_a_foreseen_failure_keeps_its_words_and_the_chunks_before_it(
    place: Place, tmp_path: Path
) -> None:
    (tmp_path / "stone").write_text("foreseen")
    run = start("tests.trip", stone=str(tmp_path / "stone"))
    work_off()
    assert run_row(run)["state"] == "failed"
    assert run_row(run)["failure"] == "2行目の日付を直してください。"
    assert traces() == [(run, 1)]
    assert ledger_rows(place)[-1][3] == [1]


def test_an_unforeseen_failure_keeps_type_and_place_but_no_value(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "stone").write_text("世田谷 花子")
    run = start("tests.trip", stone=str(tmp_path / "stone"))
    work_off()
    failure = str(run_row(run)["failure"])
    assert "ValueError、jobs_of_tests.py:" in failure
    assert "花子" not in failure + caplog.text


def test_a_resumed_run_goes_on_with_the_chunk_that_failed(place: Place, tmp_path: Path) -> None:
    stone = tmp_path / "stone"
    stone.write_text("foreseen")
    run = start("tests.trip", stone=str(stone))
    work_off()
    stone.unlink()
    runs.resume(CLERK, run, using="jobs")
    work_off()
    assert run_row(run) == {"state": "done", "counts": {"rows": 3}, "failure": None, "total": 3}
    assert traces() == [(run, 1), (run, 2), (run, 3)]
    ended = [row[3] for row in ledger_rows(place) if row[0] == "run"]
    assert ended == [[1], [2, 3]]


def test_control_totals_that_do_not_agree_fail_the_run_in_words(place: Place) -> None:
    run = start(chunks=2, rows=21)
    work_off()
    assert run_row(run)["failure"] == (
        "合計が合いません（行数: 21 件のはずが 20 件）。元のファイルを確かめてください。"
    )


def test_a_run_that_failed_only_at_its_end_can_be_resumed_and_tried_again(place: Place) -> None:
    run = start(chunks=2, rows=21)
    work_off()
    runs.resume(CLERK, run, using="jobs")
    assert work_off() == 1
    assert run_row(run)["state"] == "failed"
    assert traces() == [(run, 1), (run, 2)]


def test_cancelling_stops_after_the_chunk_and_keeps_what_is_done(place: Place) -> None:
    run = start(chunks=3)
    step(), step()
    runs.cancel(CLERK, run, "別のファイルでした", using="jobs")
    work_off()
    assert run_row(run)["state"] == "cancelled"
    assert traces() == [(run, 1)]
    assert ledger_rows(place)[-1][3] == [10, 1]


def test_a_failed_run_can_be_given_up(place: Place) -> None:
    run = start(chunks=1, rows=99)
    work_off()
    runs.cancel(CLERK, run, "やり直します", using="jobs")
    work_off()
    assert run_row(run)["state"] == "cancelled"


def test_asking_for_a_cancellation_does_not_wait_for_the_chunk_that_runs(place: Place) -> None:
    run = start(chunks=1)
    with transaction.atomic("jobs"), connections["jobs"].cursor() as worker:
        worker.execute("SELECT 1 FROM run WHERE id = %s FOR NO KEY UPDATE", [run])
        runs.cancel(CLERK, run, "中止", using="intranet")
    assert step()
    assert run_row(run)["state"] == "cancelled"


def test_while_one_worker_holds_a_run_another_takes_the_next(place: Place) -> None:
    first, second = start(chunks=1), start(chunks=2)
    with transaction.atomic("jobs"), connections["jobs"].cursor() as worker:
        worker.execute("SELECT 1 FROM run WHERE id = %s FOR NO KEY UPDATE", [first])
        in_another_thread(place, step)
    assert run_row(first)["state"] == "waiting"
    assert run_row(second)["state"] == "running"


def in_another_thread(place: Place, work: object) -> None:
    def entered() -> None:
        with enter(place):
            assert callable(work)
            work()

    thread = threading.Thread(target=entered)
    thread.start()
    thread.join()


def test_without_the_lock_two_workers_do_a_chunk_twice_and_only_the_table_stops_them(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race itself: with the lock taken away, both have the chunk; the trigger refuses the second."""
    run = start(chunks=1)
    step()
    with closing(log_in(place, "jobs")) as slow:
        slow.execute("SELECT id FROM run_chunk WHERE run_id = %s AND done_at IS NULL", [run])
        chunk = slow.execute("SELECT id FROM run_chunk").fetchone()
        assert chunk is not None
        slow.commit()
        step()
        with pytest.raises(psycopg.errors.CheckViolation, match="was done before"):
            slow.execute(
                "UPDATE run_chunk SET counts = %s, members = '{}' WHERE id = %s",
                [Jsonb({"rows": 11}), chunk[0]],
            )


def test_many_workers_do_every_chunk_once(place: Place) -> None:
    wanted = [start(chunks=n) for n in (5, 9, 12)]
    threads = [threading.Thread(target=in_another_thread, args=(place, work_off)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work_off()
    expected = [
        (r, n) for r, count in zip(wanted, (5, 9, 12), strict=True) for n in range(1, count + 1)
    ]
    assert traces() == expected
    assert {run_row(run)["state"] for run in wanted} == {"done"}


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE run SET state = 'waiting'", "does not go from done to waiting"),
        ("UPDATE run SET state = 'running'", "does not go from done to running"),
        ("UPDATE run SET counts = '{}'", "does not go from done to done"),
        ("UPDATE run_chunk SET counts = '{}'", "was done before"),
        ("UPDATE run_chunk SET members = '{1}'", "was done before"),
    ],
)
def test_what_is_done_is_never_rewritten(place: Place, statement: str, constraint: str) -> None:
    start(chunks=1)
    work_off()
    with connections["jobs"].cursor() as cursor, pytest.raises(IntegrityError, match=constraint):
        cursor.execute(statement)


def test_even_the_owner_cannot_change_what_a_run_works_on(place: Place) -> None:
    start(chunks=1)
    with closing(deployment_connection()) as owner:
        owner.execute(f"SET ROLE {place.owner}")
        with pytest.raises(psycopg.errors.CheckViolation, match="does not change"):
            owner.execute(f"UPDATE {place.schema}.run SET params = '{{}}'")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET state = 'done'",
        "SELECT members FROM run_chunk",
        "SELECT spec FROM run_chunk",
        "DELETE FROM run",
        "INSERT INTO run_chunk (run_id, number, size, spec) VALUES (1, 9, 1, '{}')",
    ],
)
def test_the_portal_neither_works_nor_ends_runs_and_sees_no_members(
    place: Place, statement: str
) -> None:
    start(chunks=1)
    with (
        connections["intranet"].cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        cursor.execute(statement)


def test_who_asked_is_written_by_the_database(place: Place) -> None:
    with transaction.atomic("jobs"), connections["jobs"].cursor() as cursor:
        act_as(CLERK, "jobs")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic("jobs"):
            cursor.execute(
                "INSERT INTO run (kind, params, started_by) VALUES ('tests.count', '{}', 99)"
            )
        cursor.execute(
            "INSERT INTO run (kind, params) VALUES ('tests.count', '{}')"
            " RETURNING started_by, started_by_name, state"
        )
        assert cursor.fetchone() == (7, "一括 太郎", "waiting")
