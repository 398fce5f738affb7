"""The gallery page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sesshu.foundation.accounts.web.access import public
from sesshu.ui.gallery.forms import RIGHT, WRONG, EveryField
from sesshu.ui.templatetags.sesshu_ui import BANNERS, COLORS, VERDICTS

TYPES = ("solid-fill", "outline", "text")
SIZES = ("lg", "md", "sm", "xs")


@public
def gallery(request: HttpRequest, municipality: str) -> HttpResponse:
    """Components with and without errors."""
    context = {
        "empty": EveryField(prefix="empty"),
        "wrong": EveryField(_prefixed("wrong", WRONG), prefix="wrong"),
        "right": EveryField(_prefixed("right", RIGHT), prefix="right"),
        "types": TYPES,
        "sizes": SIZES,
        "colors": COLORS,
        "verdicts": VERDICTS,
        "banners": BANNERS,
        "day": date(2019, 4, 30),
        "at": datetime(2026, 4, 1, 0, 30, 15, tzinfo=UTC),
        "page": Paginator(range(250), 50).page(2),
        "rows": range(1, 9),
    }
    return render(request, "ui/gallery/gallery.html", context)


def _prefixed(prefix: str, values: Mapping[str, object]) -> dict[str, object]:
    return {f"{prefix}-{name}": value for name, value in values.items()}
