"""Version 1 of ``resident.changed``: one or many changes, in the order in which they happened."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

KIND = "resident.changed"
VERSION = 1
MOST_CHANGES = 10_000  # a paper is worked in one transaction


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One 異動 of one person.

    ``atena_number`` is the 宛名番号 as the register writes it; ``reason`` the 異動事由 of
    `sesshu.wire.residents.codes`; ``changed_on`` the 異動年月日, None where the register has none.
    """

    atena_number: Annotated[str, Meta(pattern=r"^[0-9]{1,15}\Z")]
    reason: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z")]
    changed_on: date | None = None


class ResidentChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the paper."""

    KIND: ClassVar[str] = KIND
    VERSION: ClassVar[int] = VERSION

    changes: Annotated[tuple[Change, ...], Meta(min_length=1, max_length=MOST_CHANGES)]


def in_papers(changes: Iterable[Change]) -> Iterator[ResidentChanged]:
    """As few papers as hold ``changes``, in their order; none for no change."""
    rest = iter(changes)
    while part := tuple(islice(rest, MOST_CHANGES)):
        yield ResidentChanged(changes=part)
