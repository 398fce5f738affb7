"""Where a page leads, and whether whoever sees it may go there: a link into a refusal is a broken one."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from sesshu.foundation.accounts.web.access import ACCESS
from sesshu.foundation.duties import Permission

LEADS_BY = {"a": "href", "form": "action"}


class _Ways(HTMLParser):
    """The addresses that a page leads to by a link or a form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get(LEADS_BY.get(tag, ""))
        if address:
            self.found.append(address)


def right_to(path: str) -> Permission | None:
    """The one right that a page asks for; None where it asks for none. Raises Resolver404."""
    access = getattr(resolve(path).func, ACCESS, None)
    return access if isinstance(access, Permission) else None


def closed_ways(html: str, rights: frozenset[Permission]) -> list[str]:
    """Links and forms of a page that lead to nothing, or that somebody with these rights would be refused."""
    return [f"{path}: {why}" for path in _paths(html) if (why := _why_closed(path, rights))]


def _paths(html: str) -> Iterator[str]:
    ways = _Ways()
    ways.feed(html)
    paths = dict.fromkeys(urlsplit(address).path for address in ways.found)
    return (path for path in paths if path.startswith("/") and not path.startswith("/static/"))


def _why_closed(path: str, rights: frozenset[Permission]) -> str:
    try:
        right = right_to(path)
    except Resolver404:
        return "leads to nothing"
    return "" if right is None or right in rights else right.label
