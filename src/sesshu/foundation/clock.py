"""The wall clock, for the doors of a system only: web views and jobs pass what it says inward."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def today() -> date:
    """The law's today: the calendar day in Tokyo."""
    return now().astimezone(TOKYO).date()
