"""Pages of refunds stand twice: at the ordinary desk, and at that of guarded people (D3)."""

from sesshu.ward.residents.sides import Side

TITLES = {False: "償還払い", True: "担当課の償還払い"}
ONE_QUEUE = {"refund-checks": "refunds"}
"""The guarded desk has one list: so few are its refunds that what waits stands in it."""
SHARED = (
    "refunds",
    "refund",
    "refund-propose",
    "refund-pdf",
    "refund-paper",
    "refund-account",
    "refund-checks",
    "refund-check",
    "refund-account-check",
)


def page_of(side: Side, name: str) -> str:
    """The name of a page's address at a desk."""
    return f"guarded-{ONE_QUEUE.get(name, name)}" if side.is_guarded else name


def names_of(side: Side) -> dict[str, str]:
    """What templates call a desk and its pages, `-` written as `_`."""
    names = {name.replace("-", "_"): page_of(side, name) for name in SHARED}
    back = "resident" if side.is_guarded else "resident-letters"
    return {**names, "title": TITLES[side.is_guarded], "back": back}
