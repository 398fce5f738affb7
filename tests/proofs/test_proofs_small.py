"""The long proofs, small: the same code that `make prove` runs at full size."""

import subprocess

import pytest

from proofs import cluster_kill, upgrade


@pytest.mark.own_cluster
def test_three_kills_lose_no_acknowledged_row() -> None:
    finding = cluster_kill.prove(3)
    assert finding.held, finding.facts
    assert finding.tries == 3
    assert finding.facts["rows acknowledged"] >= 40 * 3


@pytest.mark.own_cluster
def test_the_demo_of_the_commit_before_keeps_every_row_when_it_is_migrated() -> None:
    try:
        finding = upgrade.prove(60)
    except subprocess.CalledProcessError:
        pytest.skip("this checkout has no commit before its own")
    assert finding.held, finding.facts
    assert finding.tries == 4, "two municipalities, each in two systems"
