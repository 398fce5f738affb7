"""What went wrong, in the words of the sign-in pages (ui.md §4.6, §7.1)."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.lockout import LOCKED_FOR, LockedOut

NOON = 12
MINUTES = int(LOCKED_FOR.total_seconds() // 60)


def sentence(error: Wrong | LockedOut, what: str) -> str:
    """``what`` is wrong, how many tries are left, or until when there are none."""
    if isinstance(error, LockedOut):
        return _locked(error.until)
    if error.left:
        return (
            f"{what}が違います。あと{error.left}回まちがえると、{MINUTES}分間ログインできません。"
        )
    return f"{what}が違います。{MINUTES}分間ログインできません。"


def _locked(until: datetime) -> str:
    return (
        f"続けてまちがえたため、{_clock(until)}までログインできません。"
        "お急ぎのときは、情報システム担当へ連絡してください。"
    )


def _clock(at: datetime) -> str:
    """午前9時5分: the next full minute, when the lock is surely over."""
    local = localtime(at + timedelta(minutes=1))
    half, hour = ("午前", local.hour) if local.hour < NOON else ("午後", local.hour - NOON)
    return f"{half}{hour}時{local.minute}分"
