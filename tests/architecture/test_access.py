"""Every address says who may open it (R2): a right, a stage of signing in, or public on purpose."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from sesshu.foundation.accounts.web.access import ACCESS, public, requires
from sesshu.foundation.duties import Permission
from sesshu.foundation.walls import Place

# Looked at one by one: what a browser needs before anybody has signed in, and nothing of a person.
PUBLIC = {"sign-in", "sign-out", "enroll", "stylesheet", "gallery", "date-echo", "keep"}


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, Any]]:
    """Name and view of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern), pattern.callback


def unguarded(patterns: list[URLPattern | URLResolver]) -> set[str]:
    return {name for name, view in views(patterns) if not hasattr(view, ACCESS)}


def test_every_address_says_who_may_open_it() -> None:
    assert unguarded(get_resolver().url_patterns) == set()


def test_what_is_public_is_public_on_purpose() -> None:
    found = {
        name
        for name, view in views(get_resolver().url_patterns)
        if getattr(view, ACCESS, None) == "public"
    }
    assert found <= PUBLIC


def test_a_view_without_a_guard_is_found() -> None:
    def forgotten(request: object) -> None: ...

    @requires(Permission.RUN_VIEW)
    def guarded(request: object) -> None: ...

    @public
    def opened(request: object) -> None: ...

    planted = [
        path("a", forgotten, name="forgotten"),
        path("b", guarded, name="guarded"),
        path("c", opened, name="opened"),
    ]
    assert unguarded(planted) == {"forgotten"}


def addresses() -> list[str]:
    """Every address with 1 for each number in it."""
    found = []
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and "municipality" in str(resolver.pattern):
            found += ["/131121/" + each for each in _paths(resolver.url_patterns)]
    return sorted(found)


def _paths(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        head = str(pattern.pattern)
        for converter in ("int", "uuid", "str"):
            head = head.replace(f"<{converter}:", "<")
        while "<" in head:
            head = head[: head.index("<")] + "1" + head[head.index(">") + 1 :]
        if isinstance(pattern, URLResolver):
            yield from (head + tail for tail in _paths(pattern.url_patterns))
        else:
            yield head


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_who_has_not_signed_in_is_shown_anything(ward: Place, method: str) -> None:
    """Asked for real: all but the public pages lead to the sign-in page, or are not for this method."""
    browser = Client()
    opened = {}
    for address in addresses():
        answer = getattr(browser, method)(address)
        leads_to_sign_in = answer.status_code == 302 and "/sign-in" in answer["Location"]
        if not leads_to_sign_in and answer.status_code not in (404, 405):
            opened[address] = answer.status_code
    ways_in = {f"/131121/{name}" for name in ("sign-in", "sign-out", "enroll")}
    assert set(opened) <= ways_in | {"/131121/keep"}  # which answers nobody anything (ADR 93)
