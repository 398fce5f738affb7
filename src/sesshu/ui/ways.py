"""Which pages somebody may open: a link that ends in a refusal is a broken one."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from sesshu.foundation.accounts.web.access import ACCESS
from sesshu.foundation.duties import Permission


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Whether the signed-in person has the right that the pages of this name ask for.

    Raises KeyError for a name that no page has.
    """
    right = _rights()[url_name]
    account = getattr(request, "account", None)
    return account is not None and (right is None or right in account.permissions)


@cache
def _rights() -> Mapping[str, Permission | None]:
    return dict(_named(get_resolver().url_patterns))


def _named(
    patterns: list[URLPattern | URLResolver],
) -> Iterator[tuple[str, Permission | None]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns)
        elif pattern.name:
            access = getattr(pattern.callback, ACCESS, None)
            yield pattern.name, access if isinstance(access, Permission) else None
