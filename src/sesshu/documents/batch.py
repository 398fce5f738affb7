"""Paper by the thousand: documents of at most a thousand pages, and a list of who was left out and why."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import msgspec

from sesshu.documents.faces import fonts
from sesshu.documents.forms import Data, Form
from sesshu.documents.glyphs import missing_in, refuse_missing
from sesshu.documents.printing import typeset
from sesshu.documents.situations import Misprint

MOST_PAGES = 1_000
PROCESSES = 2
Pages = dict[int, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """A document, and which of the pages that were asked for it holds, in its order."""

    places: tuple[int, ...]
    pdf: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page that is not printed: its place among those asked for, and why.

    `character` with its variation selector is what a face lacks; empty where words do not fit their place.
    """

    place: int
    character: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What is printed, and what is for a person to look after; each page is in one of the two."""

    documents: tuple[Printed, ...]
    exceptions: tuple[LeftOut, ...]


def print_batch(form: Form[Data], data: Data, *, processes: int = PROCESSES) -> Batch:
    """Print the pages of a form that has one a person, in their order, in documents of at most MOST_PAGES.

    More than one document is made by spawned processes (a forked one may hang in typst). Raises MissingGlyph
    or Misprint only for what all pages share, and MissingFace.
    """
    fonts()
    pages: Sequence[Any] = getattr(data, form.pages)
    shared = msgspec.structs.replace(data, **{form.pages: ()})
    refuse_missing(shared)
    parts = [
        (form, msgspec.msgpack.encode(_with(form, shared, pages[at : at + MOST_PAGES])), at)
        for at in range(0, len(pages), MOST_PAGES)
    ]
    return _joined(_made(parts, processes))


def _made(parts: list[tuple[Form[Any], bytes, int]], processes: int) -> Iterator[Batch]:
    if min(len(parts), processes) <= 1:
        yield from (_part(*part) for part in parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_part, *zip(*parts, strict=True))


def _part(form: Form[Any], encoded: bytes, first: int) -> Batch:
    """One document, without the pages that cannot be printed."""
    data = msgspec.msgpack.decode(encoded, type=form.contract)
    pages = dict(enumerate(getattr(data, form.pages), start=first))
    exceptions = {
        place: LeftOut(place, why.character, str(why))
        for place, page in pages.items()
        if (why := missing_in(page))
    }
    pages = {place: page for place, page in pages.items() if place not in exceptions}
    pdf, refused = _pdf_and_refused(form, data, pages)
    exceptions |= {place: LeftOut(place, "", str(why)) for place, why in refused.items()}
    places = tuple(place for place in pages if place not in refused)
    documents = (Printed(places, pdf),) if places else ()
    return Batch(documents, tuple(exceptions[place] for place in sorted(exceptions)))


def _pdf_and_refused(form: Form[Any], data: Any, pages: Pages) -> tuple[bytes, dict[int, Misprint]]:
    """The document of all pages but those that the typesetter refuses."""
    try:
        return _pdf(form, data, pages), {}
    except Misprint:
        refused = dict(_refused(form, data, pages))
        rest = {place: page for place, page in pages.items() if place not in refused}
        return _pdf(form, data, rest), refused


def _refused(form: Form[Any], data: Any, pages: Pages) -> Iterator[tuple[int, Misprint]]:
    """The pages that the typesetter refuses, found by halves."""
    try:
        _pdf(form, data, pages)
    except Misprint as why:
        places = list(pages)
        if len(places) == 1:
            yield places[0], why
            return
        middle = len(places) // 2
        for half in (places[:middle], places[middle:]):
            yield from _refused(form, data, {place: pages[place] for place in half})


def _pdf(form: Form[Any], data: Any, pages: Pages) -> bytes:
    return typeset(form, _with(form, data, tuple(pages.values()))) if pages else b""


def _with(form: Form[Data], data: Data, pages: Sequence[Any]) -> Data:
    return msgspec.structs.replace(data, **{form.pages: tuple(pages)})


def _joined(parts: Iterator[Batch]) -> Batch:
    made = list(parts)
    return Batch(
        tuple(document for part in made for document in part.documents),
        tuple(exception for part in made for exception in part.exceptions),
    )
