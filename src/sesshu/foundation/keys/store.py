"""Key files under the state directory: ``keys/<municipality>/<system>/<purpose>/<number>.<part>``.

A file appears whole or not at all, and once it is there nobody replaces it.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place

PRIVATE = "private"
PUBLIC = "public"


class NoKey(Exception):
    """A key was asked for that this installation does not hold."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All numbers of one key of one place. ``purpose`` is a lower-case word such as ``sign-ledger``."""

    place: Place
    purpose: str

    @property
    def directory(self) -> Path:
        return keys_directory() / self.place.municipality / self.place.system / self.purpose

    def numbers(self, part: str = PRIVATE) -> list[int]:
        """The numbers that are there, oldest first."""
        return sorted(int(file.stem) for file in self.directory.glob(f"*.{part}"))

    def read(self, number: int, part: str = PRIVATE) -> str:
        """The text of one file; raises NoKey."""
        try:
            return self._file(number, part).read_text(encoding="ascii")
        except FileNotFoundError:
            raise NoKey(f"no {part} key {number} of {self.purpose} for {self.place}") from None

    def write_once(self, number: int, part: str, text: str) -> str:
        """Put ``text`` there unless somebody was faster; what is there then."""
        place_once(self._file(number, part), text)
        return self.read(number, part)

    def newest(self, make: Callable[[], str]) -> tuple[int, str]:
        """Number and private text of the key in use, made as number 1 the first time."""
        numbers = self.numbers()
        if numbers:
            return numbers[-1], self.read(numbers[-1])
        return 1, self.write_once(1, PRIVATE, make())

    def next(self, make: Callable[[], str]) -> tuple[int, str]:
        """Begin a new number; from now on it is the one in use."""
        number = self.newest(make)[0] + 1
        return number, self.write_once(number, PRIVATE, make())

    def _file(self, number: int, part: str) -> Path:
        return self.directory / f"{number}.{part}"


def keys_directory() -> Path:
    """Where all keys of this installation lie."""
    return state_dir() / "keys"


def place_once(target: Path, text: str) -> None:
    """Create ``target`` with ``text``, readable by its owner only; leave it alone if it exists.

    A rename would replace the key of whoever came first; a hard link refuses instead.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        _link_unless_there(draft, target)
    finally:
        draft.unlink()
    _make_durable(target.parent)


def _link_unless_there(draft: Path, target: Path) -> None:
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        return


def _make_durable(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
