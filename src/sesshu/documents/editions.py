"""What paper says as dated data: an edition a file, `<first day>.yaml` in the folder of its form."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec


class NoEdition(LookupError):
    """A day before the first edition of a form."""


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a form says from a day on, where that stands, and what is still to be checked (`verify`)."""

    effective_from: date
    source: str
    verify: tuple[str, ...]


OfForm = TypeVar("OfForm", bound=Edition)


@cache
def editions(folder: Path, of: type[OfForm]) -> tuple[OfForm, ...]:
    """Every edition in a folder, the earliest first."""
    texts = (file.read_bytes() for file in sorted(folder.glob("*.yaml")))
    return tuple(msgspec.yaml.decode(text, type=of) for text in texts)


def edition_on(folder: Path, of: type[OfForm], day: date) -> OfForm:
    """The edition of a day. Raises NoEdition before the first one."""
    found: tuple[OfForm, ...] = editions(folder, of)
    for edition in reversed(found):
        if edition.effective_from <= day:
            return edition
    raise NoEdition(f"{day} の様式は、登録されていません（{folder.name}）。")
