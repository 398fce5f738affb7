"""Kill every process of a cluster under load, again and again: what was acknowledged is never lost."""

import tempfile
from pathlib import Path

from cluster_under_load import kill_under_load

from proofs import Finding
from sesshu.foundation.cluster import Cluster


def prove(kills: int) -> Finding:
    """``kills`` times: write rows one by one, kill the whole cluster, start it, look for every row."""
    acknowledged, lost = 0, 0
    with tempfile.TemporaryDirectory() as directory:
        cluster = Cluster(Path(directory) / "state")
        try:
            for kill in range(kills):
                written = kill_under_load(
                    cluster, after=40 + 60 * (kill % 5), first=kill * 1_000_000
                )
                cluster.start()
                with cluster.superuser_connection() as connection:
                    kept = {row[0] for row in connection.execute("SELECT n FROM work").fetchall()}
                acknowledged += len(written)
                lost += len(written - kept)
        finally:
            cluster.remove()
    return Finding(lost == 0, kills, {"rows acknowledged": acknowledged, "rows lost": lost})
