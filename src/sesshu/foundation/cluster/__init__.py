"""The embedded PostgreSQL of one ward: made, started, waited for, stopped (house.md §4).

A ward that runs its own PostgreSQL names it in ``SESSHU_DATABASE_URL`` and never starts this one.
"""

from sesshu.foundation.cluster.address import Address, address, use_address
from sesshu.foundation.cluster.starter import Cluster, ClusterError

__all__ = ["Address", "Cluster", "ClusterError", "address", "use_address"]
