"""Writing a welfare file: what the welfare office's system does, and what tests and stand-ins need."""

from collections.abc import Iterable
from pathlib import Path

from sesshu.wire.welfare_files.layout import GROUNDS, TITLES, Control, render_control
from sesshu.wire.welfare_files.parse import Receipt

_CODE_OF = {name: code for code, name in GROUNDS.items()}


def render_line(receipt: Receipt) -> str:
    """A receipt as a line of the file, without its line end."""
    until = receipt.valid_until.isoformat() if receipt.valid_until else ""
    return ",".join(
        (
            receipt.atena_number,
            _CODE_OF[receipt.ground],
            receipt.valid_from.isoformat(),
            until,
            str(int(receipt.is_revoked)),
        )
    )


def write_file(path: Path, control: Control, lines: Iterable[str]) -> None:
    """Write a file of these lines under a control line as it stands."""
    text = "\r\n".join([render_control(control), ",".join(TITLES), *lines, ""])
    path.write_text(text, encoding="utf-8", newline="")
