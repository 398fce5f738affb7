"""Post: papers from one system to another, delivered at least once and worked once (house.md §3).

`send` inside the transaction of an act; a worker numbers and signs, the courier carries what it cannot read,
and the receiver's worker calls the function registered with `takes`.
"""

from sesshu.foundation.post.inbox import NotKept, work_again, work_next
from sesshu.foundation.post.opening import CannotWork
from sesshu.foundation.post.outbox import OutsideTransaction, send
from sesshu.foundation.post.paper import Received
from sesshu.foundation.post.registry import takes
from sesshu.foundation.post.state import State

__all__ = [
    "CannotWork",
    "NotKept",
    "OutsideTransaction",
    "Received",
    "State",
    "send",
    "takes",
    "work_again",
    "work_next",
]
