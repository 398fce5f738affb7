"""A paper for tests: the number linkage takes it, leaves a trace of each, and stumbles if a test wants it."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import ClassVar

import msgspec
from django.db import connections

from sesshu.foundation import post
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection


class Note(msgspec.Struct, frozen=True, kw_only=True):
    KIND: ClassVar[str] = "tests.note"
    VERSION: ClassVar[int] = 1

    text: str


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    KIND: ClassVar[str] = "tests.unread"
    VERSION: ClassVar[int] = 1


class Crooked(msgspec.Struct, frozen=True, kw_only=True):
    """Goes out under the name of a note, but its text is a number."""

    KIND: ClassVar[str] = "tests.note"
    VERSION: ClassVar[int] = 1

    text: int


before_working: list[Callable[[str], None]] = []  # what a test wants to happen first


@post.takes("linkage", Note)
def work_note(note: Note, received: post.Received) -> Iterable[int]:
    for each in before_working:
        each(note.text)
    with connections["jobs"].cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s, %s)", [received.sequence, note.text])
    return [received.sequence]


def prepare(place: Place) -> None:
    """A table for notes in the schema of the place."""
    with closing(deployment_connection()) as owner, owner:
        owner.execute(f"SET LOCAL ROLE {place.owner}")
        owner.execute(f"CREATE TABLE {place.schema}.note (sequence bigint, text text)")
        owner.execute(f"GRANT SELECT, INSERT ON {place.schema}.note TO {place.role('jobs')}")


def notes() -> list[str]:
    """Texts of the notes worked, in the order in which they were."""
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT text FROM note ORDER BY ctid")
        return [text for (text,) in cursor.fetchall()]
