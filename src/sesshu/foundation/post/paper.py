"""What a paper is to the post: a body of a published kind and version."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable
from uuid import UUID


@runtime_checkable
class Paper(Protocol):
    """A type of `sesshu.wire.papers`: a msgspec struct that knows its kind and version."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int]


@dataclass(frozen=True, slots=True)
class Received:
    """What stood on the envelope of a paper that is being worked."""

    paper_id: UUID
    sender: str
    sequence: int
    made_at: datetime
