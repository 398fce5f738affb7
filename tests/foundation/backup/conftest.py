"""Installations of their own for what is restored."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connections

from sesshu.foundation.cluster import Cluster, use_address
from sesshu.foundation.walls import Place, directory
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.zones import systems

SUGINAMI = directory.Municipality("131156", "杉並区", demo=True)
Install = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def working_in(cluster: Cluster) -> Iterator[None]:
    """The block's work is done in this installation; it is stopped after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SESSHU_STATE", str(cluster.state))
        try:
            cluster.start()
            with use_address(cluster.address):
                yield
        finally:
            for database in connections.all(initialized_only=True):
                database.close_pool()  # type: ignore[attr-defined]
            cluster.stop()


@pytest.fixture(scope="session")
def first_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A stopped cluster with its passwords where 杉並区 alone lives: what the others are copies of."""
    cluster = Cluster(tmp_path_factory.mktemp("first") / "state", "fsync = off\n")
    try:
        with working_in(cluster):
            bootstrap(cluster)
            places = [Place(SUGINAMI.code, system) for system in systems()]
            migrate(places)
            directory.enter_in_directory(SUGINAMI, places)
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def install(first_installation: Cluster) -> Install:
    """Work in an installation under the state directory named, where 杉並区 alone lives."""

    @contextmanager
    def elsewhere(state: Path) -> Iterator[None]:
        copy = Cluster(state, first_installation.extra_settings)
        try:
            copy_installation(first_installation, copy)
            with working_in(copy):
                yield
        finally:
            copy.remove()

    return elsewhere


def copy_installation(made: Cluster, copy: Cluster) -> None:
    """Passwords and files with their owner; only the sockets lie elsewhere."""
    shutil.copytree(made.state / "secrets", copy.state / "secrets")
    copy.home.prepare()
    subprocess.run(["cp", "--archive", f"{made.home.data}/.", str(copy.home.data)], check=True)
    with (copy.home.data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"unix_socket_directories = '{copy.home.sockets}'\n")
