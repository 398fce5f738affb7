"""Pages of request letters stand twice: at the ordinary desk, and at that of guarded people (D3)."""

from sesshu.ward.residents.sides import Side

TITLES = {False: "依頼書・実施報告書", True: "担当課の依頼書"}
ONE_QUEUE = {"letter-checks": "letters"}
"""The guarded desk has one list: so few are its letters that what waits stands in it."""


def page_of(side: Side, name: str) -> str:
    """The name of a page's address at a desk."""
    return f"guarded-{ONE_QUEUE.get(name, name)}" if side.is_guarded else name


def names_of(side: Side) -> dict[str, str]:
    """What templates call a desk and its pages, `-` written as `_`."""
    shared = ("letters", "letter", "letter-pdf", "letter-checks", "letter-check")
    names = {name.replace("-", "_"): page_of(side, name) for name in shared}
    back = "resident" if side.is_guarded else "resident-letters"
    return {**names, "title": TITLES[side.is_guarded], "back": back}
