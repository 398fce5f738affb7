"""The main menu. A duty lists its entries as ``MENU`` in its ``web/urls.py``, as plain tuples:

    MENU = ((Permission.RESIDENT_SEARCH, "住民の検索", "residents", 10),)

so that the rooms below need not know the one that draws them. Lower numbers come first. An entry without a
right (None) is for everybody who is signed in. Queues that wait for a second person are no entries: the first
page tells how many wait in each, and the menu stays short enough to read.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import URLResolver, get_resolver, reverse

from sesshu.foundation.duties import Permission


class Entry(NamedTuple):
    """A line of the menu and the right that shows it; None shows it to everybody signed in."""

    permission: Permission | None
    label: str
    url_name: str
    order: int


class Line(NamedTuple):
    """An entry as one person sees it on one page."""

    label: str
    url: str
    current: bool


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of all duties that have pages, in order."""
    found = (Entry(*entry) for entry in _listed())
    return tuple(sorted(found, key=lambda entry: entry.order))


def lines(request: HttpRequest, municipality: str) -> list[Line]:
    """What the signed-in person may open; nobody signed in, nothing to open."""
    account = getattr(request, "account", None)
    if account is None:
        return []
    return [
        _line(entry, request.path, municipality)
        for entry in entries()
        if entry.permission is None or entry.permission in account.permissions
    ]


def _line(entry: Entry, path: str, municipality: str) -> Line:
    url = reverse(entry.url_name, kwargs={"municipality": municipality})
    return Line(entry.label, url, path.startswith(url))


def _listed() -> Iterator[tuple[Permission | None, str, str, int]]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from getattr(pattern.urlconf_module, "MENU", ())
