"""ホーム: what waits for the person who has just signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def home(request: HttpRequest, municipality: str) -> HttpResponse:
    """The day's work; somebody not signed in is led to the sign-in page."""
    if getattr(request, "account", None) is None:
        return redirect("sign-in", municipality=municipality)
    return render(request, "ward/portal/home.html")
