"""How often a page looks again, and how long a run takes still, in words."""

from datetime import datetime, timedelta

from sesshu.foundation.runs.queries import RunSeen

SHORT = timedelta(minutes=2)
OFTEN, SELDOM = 5, 15  # seconds


def poll_seconds(seen: RunSeen, at: datetime) -> int | None:
    """Seconds until the page looks again: more for a long run, None for one that ended."""
    if seen.ended:
        return None
    return OFTEN if at - (seen.begun_at or at) < SHORT else SELDOM


def remaining_words(left: timedelta | None) -> str:
    """約3分, 約1時間20分; empty when it cannot be told."""
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return "1分以内"
    hours, rest = divmod(minutes, 60)
    return f"約{hours}時間{rest}分" if hours else f"約{minutes}分"
