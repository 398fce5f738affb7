"""The town (町丁目) a line of a report is about."""

import re

NOT_SHOWN = "町名を示さない"
_TOWN = re.compile(r"^(?:[^0-9０-９]*?丁目|[^0-9０-９]*)")


def town_of(address: str | None, town_code: str | None, home: str) -> str:
    """Code and name of the town of an address; `home` (東京都世田谷区) is left out of the name.

    NOT_SHOWN where there is no address to be read: that of a guarded resident lies elsewhere.
    """
    if not address or not town_code:
        return NOT_SHOWN
    found = _TOWN.match(address.removeprefix(home))
    return f"{town_code} {found[0] if found else ''}".rstrip()


def town_title(line_code: str) -> str:
    """The name of a town as a line shows it."""
    return line_code.partition(" ")[2] or line_code
