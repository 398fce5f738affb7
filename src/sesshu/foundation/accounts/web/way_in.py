"""The way to the sign-in page and back to where somebody wanted to be."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sesshu.foundation.walls import current_place

NEXT = "next"


def to_sign_in(request: HttpRequest, back: str | None = "") -> HttpResponse:
    """Send to the sign-in page and back here afterwards (None: not back here).

    To a request for a part of a page htmx is told to leave the whole page.
    """
    htmx = getattr(request, "htmx", None)
    if back == "":
        back = htmx.current_url_abs_path if htmx else request.get_full_path()
    target = reverse("sign-in", kwargs={"municipality": current_place().municipality})
    if back:
        target = f"{target}?{urlencode({NEXT: back})}"
    if htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def safe_next(wanted: str | None) -> str | None:
    """The page to go on to, if it is one of this municipality's here and not a way out of the house."""
    if not wanted or not wanted.startswith(f"/{current_place().municipality}/"):
        return None
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return None
    return wanted if is_valid_path(urlsplit(wanted).path) else None
