"""Short labels beside a name: what has to be noticed before anything is done."""

from typing import NamedTuple

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Labelled, Permission
from sesshu.wire.residents.codes import TITLES, Status


class Chip(NamedTuple):
    """A label and its color; the label alone says everything."""

    label: str
    color: str
    on_paper: bool = True


class Secrecy(Labelled):
    """What a page says about a held-back contact: that there is a protection is itself protected (D7)."""

    NONE = "none", ""
    KNOWN = "known", "表示には申請と承認が必要です"
    NEUTRAL = "neutral", "担当課へお問い合わせください"


# Never printed: whoever gets to see the paper would know, too (D7).
PROTECTED = Chip("支援措置", "red", on_paper=False)
OTHER_NUMBER = Chip("同じ人の宛名あり", "blue")
MAY_KNOW = frozenset({Permission.GUARDED_REQUEST, Permission.GUARDED_APPROVE})
COLORS = {
    Status.MOVE_OUT_ANNOUNCED: "yellow",
    Status.MOVED_OUT: "gray",
    Status.DEAD: "gray",
    Status.REMOVED: "gray",
    Status.OUTSIDE_REGISTER: "blue",
}


def secrecy_of(account: SignedIn, *, guarded: bool) -> Secrecy:
    """What this viewer may know about a resident who is, or is not, guarded."""
    if not guarded:
        return Secrecy.NONE
    return Secrecy.KNOWN if account.permissions & MAY_KNOW else Secrecy.NEUTRAL


def chips_of(status: str, secrecy: Secrecy) -> tuple[Chip, ...]:
    """転出予定 · 転出 · 死亡 · 消除 · 住登外, and 支援措置 for whoever may know."""
    state = Status(status)
    standing = (Chip(TITLES["status"][state], COLORS[state]),) if state in COLORS else ()
    protection = (PROTECTED,) if secrecy is Secrecy.KNOWN else ()
    return protection + standing
