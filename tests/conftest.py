"""What every test may ask for: a ward in a database of its own, cloned from one migrated template."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
os.environ["SESSHU_STATE"] = str(ROOT / "var" / "test")
os.environ["SESSHU_SYSTEM"] = "all"
os.environ["SESSHU_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["SESSHU_ZONE"] = "intranet"
os.environ["DJANGO_SETTINGS_MODULE"] = "sesshu.config.settings"

import django
import pytest
from examples_of_tests import USUAL
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

django.setup()

# Time is measured by `make bench`; a busy machine is no failure here. What `make test` says depends on the
# tree alone, so its examples are always the same; `make prove ONLY=explore` looks at new ones (ADR 77).
settings.register_profile("sesshu", deadline=None, derandomize=True)
settings.register_profile(
    "explore",
    deadline=None,
    max_examples=USUAL * int(os.environ.get("SESSHU_EXAMPLES", "10")),
    print_blob=True,
    database=DirectoryBasedExampleDatabase(ROOT / "var" / "cache" / "hypothesis"),
)
settings.load_profile("sesshu")

from database_of_tests import TestCluster, clone

from sesshu.foundation.cluster import use_address
from sesshu.foundation.walls import Place, enter

pytest_plugins = ["journeys.browser"]

SETAGAYA = Place("131121", "ward")
SUGINAMI = Place("131156", "ward")


@pytest.fixture(scope="session")
def test_cluster() -> Iterator[TestCluster]:
    """The cluster all tests share; started once, never durable."""
    cluster = TestCluster(ROOT / "var" / "test")
    cluster.start()
    with cluster.in_memory():
        yield cluster


@pytest.fixture(scope="module")
def database(test_cluster: TestCluster) -> Iterator[str]:
    """The name of a database for this module, with 世田谷区 and 杉並区 migrated and empty."""
    with clone(test_cluster) as name, use_address(test_cluster.address.with_database(name)):
        yield name


@pytest.fixture
def fresh_database(test_cluster: TestCluster) -> Iterator[str]:
    """As `database`, for this one test."""
    with clone(test_cluster) as name, use_address(test_cluster.address.with_database(name)):
        yield name


@pytest.fixture
def ward(database: str) -> Iterator[Place]:
    """世田谷区's ward system, entered; the database is shared by the tests of the module."""
    with enter(SETAGAYA):
        yield SETAGAYA


@pytest.fixture
def fresh_ward(fresh_database: str) -> Iterator[Place]:
    """世田谷区's ward system, entered; the database is this test's own."""
    with enter(SETAGAYA):
        yield SETAGAYA


@pytest.fixture
def neighbour() -> Place:
    """杉並区's ward system in the same database, not entered."""
    return SUGINAMI
