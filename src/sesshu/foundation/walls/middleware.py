"""Every request belongs to the municipality its first path segment names, and to no other."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from sesshu.foundation.walls.place import Place, enter
from sesshu.foundation.walls.secrets import NoPassword, password_of

MUNICIPALITY = re.compile(r"^/([0-9]{6})(?:/|$)")


class EnterMunicipality:
    """Middleware: enter the place of the request; a municipality this process does not serve is 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within the place, or outside any place for paths that name no municipality."""
        found = MUNICIPALITY.match(request.path_info)
        if found is None:
            return self.get_response(request)
        place = Place(found[1], settings.SYSTEM)
        if not _served(place):
            return _not_found(request)
        with enter(place):
            return _keep_cookies_here(self.get_response(request), place)


def _keep_cookies_here(response: HttpResponseBase, place: Place) -> HttpResponseBase:
    """A cookie of one municipality is never sent along to another."""
    for cookie in response.cookies.values():
        cookie["path"] = f"/{place.municipality}/"
    return response


def _served(place: Place) -> bool:
    try:
        password_of(place.role("intranet"))
    except NoPassword:
        return False
    return True


def _not_found(request: HttpRequest) -> HttpResponse:
    from django.core.handlers.exception import response_for_exception

    return response_for_exception(request, Http404("no such municipality here"))
