"""All style sheets as one file whose name holds its hash, so that a browser asks for it once."""

import hashlib
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sesshu.foundation.accounts.web.access import public
from sesshu.ui.sheets import stylesheet

A_YEAR = 365 * 24 * 3600


@cache
def current_version() -> str:
    """Twelve hex digits that change with any style sheet."""
    return hashlib.sha256(stylesheet().encode()).hexdigest()[:12]


def stylesheet_url() -> str:
    """The address of the present version."""
    return reverse("stylesheet", kwargs={"version": current_version()})


def link_to_stylesheet() -> SafeString:
    """The ``link`` element for the head of a page."""
    return format_html('<link rel="stylesheet" href="{}">', stylesheet_url())


@public
def serve(request: HttpRequest, version: str) -> HttpResponse:
    """The style sheet of this version; another version is not here any more."""
    if version != current_version():
        raise Http404("another version of the style sheet")
    response = HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
