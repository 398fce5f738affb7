"""The embedded cluster: closed to those without a password, kind to its parents, back after a kill."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from cluster_under_load import kill_under_load

from sesshu.foundation.cluster import Cluster, ClusterError
from sesshu.foundation.cluster.home import SYSTEM_HOME
from sesshu.foundation.state import write_secret

pytestmark = pytest.mark.own_cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The cluster of all tests here that leave it as they found it."""
    made = Cluster(tmp_path_factory.mktemp("shared") / "state")
    made.start()
    yield made
    made.remove()


@pytest.fixture
def own_cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster not made yet, for one test alone."""
    made = Cluster(tmp_path / "state")
    yield made
    made.remove()


def modes_above(path: Path) -> dict[Path, int]:
    return {
        parent: stat.S_IMODE(parent.stat().st_mode) for parent in path.parents if parent.exists()
    }


def test_psql_as_superuser_without_a_password_is_refused(cluster: Cluster) -> None:
    where = cluster.start()
    refused = subprocess.run(
        [cluster.home.program("psql"), "-w", "-U", "postgres", "-h", where.host, "-c", "SELECT 1"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=False,
    )
    assert refused.returncode != 0
    assert "no password supplied" in refused.stderr


def test_a_wrong_password_is_refused_too(cluster: Cluster) -> None:
    where = cluster.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(user="postgres", password="postgres", host=where.host, dbname="postgres")


def test_no_parent_folder_changes_its_mode(own_cluster: Cluster, tmp_path: Path) -> None:
    before = modes_above(tmp_path / "state") | modes_above(SYSTEM_HOME)
    own_cluster.start()
    after = modes_above(tmp_path / "state") | modes_above(SYSTEM_HOME)
    assert before == {path: after[path] for path in before}


def test_the_files_of_the_cluster_belong_to_nobody_else(cluster: Cluster) -> None:
    cluster.start()
    assert stat.S_IMODE(cluster.home.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.superuser_secret.stat().st_mode) == 0o600


def test_it_listens_on_no_network_and_keeps_checksums(cluster: Cluster) -> None:
    cluster.start()
    with cluster.superuser_connection() as connection:
        settings = dict(
            connection.execute(
                "SELECT name, setting FROM pg_settings WHERE name IN"
                " ('listen_addresses', 'data_checksums', 'password_encryption', 'TimeZone')"
            ).fetchall()
        )
    assert settings == {
        "listen_addresses": "",
        "data_checksums": "on",
        "password_encryption": "scram-sha-256",
        "TimeZone": "Asia/Tokyo",
    }


def test_trigrams_of_japanese_are_not_empty(cluster: Cluster) -> None:
    cluster.start()
    with cluster.superuser_connection() as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        grams = connection.execute("SELECT show_trgm('佐藤')").fetchone()
    assert grams is not None
    assert len(grams[0]) == 3


def test_a_cluster_that_outlived_its_secret_says_what_to_do(cluster: Cluster) -> None:
    cluster.start()
    password = cluster.superuser_secret.read_text(encoding="utf-8")
    cluster.superuser_secret.unlink()
    with pytest.raises(ClusterError, match="make clean"):
        cluster.superuser_connection()
    write_secret(cluster.superuser_secret, password)
    cluster.superuser_connection().close()


def test_starting_twice_is_the_same_as_starting_once(cluster: Cluster) -> None:
    assert cluster.start() == cluster.start()
    assert cluster.running()


def test_a_start_that_cannot_succeed_shows_the_last_lines_of_the_log(own_cluster: Cluster) -> None:
    own_cluster.start()
    own_cluster.stop()
    with (own_cluster.home.data / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'nonsense'\n")
    with pytest.raises(ClusterError, match="shared_buffers"):
        own_cluster.start()


def test_a_cluster_killed_whole_under_load_comes_back_with_all_that_was_acknowledged(
    own_cluster: Cluster,
) -> None:
    acknowledged = kill_under_load(own_cluster, after=40)
    own_cluster.start()
    with own_cluster.superuser_connection() as connection:
        kept = {row[0] for row in connection.execute("SELECT n FROM work").fetchall()}
    assert len(acknowledged) >= 40
    assert acknowledged <= kept
