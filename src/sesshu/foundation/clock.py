"""The wall clock, for the doors of a system only: web views and jobs pass what it says inward."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
_behind: ContextVar[timedelta] = ContextVar("sesshu_behind", default=timedelta())


def now() -> datetime:
    """The instant, aware, in UTC."""
    return datetime.now(UTC) - _behind.get()  # noqa: TID251


@contextmanager
def running_behind(by: timedelta) -> Iterator[None]:
    """Within the block it is so much earlier: for a demo that lives its year, and nothing else (ADR 92)."""
    token = _behind.set(by)
    try:
        yield
    finally:
        _behind.reset(token)


def today() -> date:
    """The law's today: the calendar day in Tokyo."""
    return now().astimezone(TOKYO).date()
