"""The papers that persons are made of."""

from collections.abc import Iterable

from sesshu.foundation import post
from sesshu.linkage.persons.changes import take_in
from sesshu.wire.papers.resident_changed import ResidentChanged


@post.takes("linkage", ResidentChanged)
def resident_changed(paper: ResidentChanged, received: post.Received) -> Iterable[int]:
    """The ward tells of 異動."""
    return take_in(paper.changes, received.paper_id, received.made_at)
