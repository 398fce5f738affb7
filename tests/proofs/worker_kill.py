"""Kill workers at random moments, again and again: every chunk and every paper is worked exactly once."""

import papers_of_tests
from conftest import ROOT, SETAGAYA
from database_of_tests import TestCluster, clone
from jobs_of_tests import prepare
from workers_to_kill import kill_at_random

from proofs import Finding
from sesshu.foundation.cluster import use_address
from sesshu.foundation.walls import Place, enter

CHUNKS = 120


def prove(kills: int) -> Finding:
    """``kills`` workers die while runs of many chunks wait; nothing is lost, doubled or out of order."""
    cluster = TestCluster(ROOT / "var" / "test")
    cluster.start()
    with clone(cluster) as name, use_address(cluster.address.with_database(name)), enter(SETAGAYA):
        prepare(SETAGAYA)
        papers_of_tests.prepare(Place(SETAGAYA.municipality, "linkage"))
        found = kill_at_random(SETAGAYA, kills, CHUNKS)
    faults = sum(count for fact, count in found.items() if fact != "chunks")
    return Finding(faults == 0, kills, dict(found))
