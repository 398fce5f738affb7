"""What the frame of every page says: service, municipality, environment, person, menu."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from sesshu.foundation.walls import OutsideWalls, current_place
from sesshu.ui import menu

SERVICES = {"ward": "区民健康情報システム", "linkage": "番号連携サーバー"}


@dataclass(frozen=True, slots=True)
class Municipality:
    """The municipality a page belongs to; ``demo`` marks one that holds no real person."""

    code: str
    name: str
    demo: bool


_known: dict[str, Municipality] = {}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``service``, ``municipality``, ``municipality_entry``, ``menu``."""
    try:
        code = current_place().municipality
    except OutsideWalls:
        return {"service": service_name()}
    return {
        "service": service_name(),
        "municipality": code,
        "municipality_entry": municipality_entry(code),
        "menu": menu.lines(request, code),
    }


def service_name() -> str:
    """The name of this process's system, as staff call it."""
    return SERVICES[settings.SYSTEM]


def municipality_entry(code: str) -> Municipality:
    """The directory's entry of a municipality; it never changes while a process runs."""
    if code not in _known:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT name, demo FROM directory.municipality WHERE code = %s", [code])
            _known[code] = Municipality(code, *cursor.fetchone())
    return _known[code]
