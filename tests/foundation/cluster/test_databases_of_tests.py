"""The databases of the tests themselves: where they lie, and that none stays behind."""

import subprocess

import database_of_tests
import pytest
from database_of_tests import TestCluster


def found(cluster: TestCluster, query: str) -> list[str]:
    with cluster.cluster.superuser_connection() as connection:
        return [name for (name,) in connection.execute(query.encode())]


@pytest.fixture
def other(test_cluster: TestCluster, monkeypatch: pytest.MonkeyPatch) -> TestCluster:
    """The same cluster, seen by a process that has just ended."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    monkeypatch.setattr(database_of_tests.os, "getpid", lambda: ended.pid)
    return TestCluster(test_cluster.state)


def test_what_a_killed_process_left_in_memory_is_gone_with_the_next_start(
    other: TestCluster, test_cluster: TestCluster
) -> None:
    other.make_tablespace()
    place, database = other.place_of(other.tablespace), f"left_by_{other.tablespace}"
    with other.cluster.superuser_connection() as connection:
        connection.execute(f"CREATE DATABASE {database} TABLESPACE {other.tablespace}".encode())
    test_cluster.start()
    assert database not in found(other, "SELECT datname FROM pg_database")
    assert other.tablespace not in found(other, "SELECT spcname FROM pg_tablespace")
    assert not place.exists()


def test_without_room_in_memory_databases_lie_where_they_always_did(
    other: TestCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_of_tests, "ROOM", 1 << 62)
    with other.in_memory():
        assert other.tablespace == "pg_default"
