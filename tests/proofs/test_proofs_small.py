"""The long proofs, small: the same code that `make prove` runs at full size."""

import pytest

from proofs import cluster_kill


@pytest.mark.own_cluster
def test_three_kills_lose_no_acknowledged_row() -> None:
    finding = cluster_kill.prove(3)
    assert finding.held, finding.facts
    assert finding.tries == 3
    assert finding.facts["rows acknowledged"] >= 40 * 3
