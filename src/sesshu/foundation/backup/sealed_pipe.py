"""Streams through age: what is written on one side is encrypted into a file, and read back the same way."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from sesshu.foundation.backup.archive import CutShort


class WrongIdentity(Exception):
    """The backup was made for other recipients, or was changed."""


class NoRecipient(Exception):
    """A text that was given as a recipient is none."""


@contextmanager
def sealed_for(target: Path, recipients: list[str]) -> Iterator[BinaryIO]:
    """Write plain bytes; ``target`` receives them encrypted for every recipient (``age1…``).

    The file appears under its name only when the block ended well; it is never readable in plain.
    """
    public = [_recipient(each) for each in recipients]
    draft = target.with_name(f".{target.name}.part")
    reading, writing = os.pipe()
    with draft.open("wb") as sealed, os.fdopen(reading, "rb") as plain:
        work = _Thread(lambda: pyrage.encrypt_io(plain, sealed, public))
        with os.fdopen(writing, "wb") as stream:
            yield stream
        work.finish()
        sealed.flush()
        os.fsync(sealed.fileno())
    draft.replace(target)


@contextmanager
def opened_with(source: Path, identity: str) -> Iterator[BinaryIO]:
    """Read the plain bytes of ``source``; raises WrongIdentity."""
    try:
        secret = pyrage.x25519.Identity.from_str(identity.strip())
    except pyrage.IdentityError as error:
        raise WrongIdentity("鍵ファイルに AGE-SECRET-KEY- で始まる鍵がありません。") from error
    reading, writing = os.pipe()
    with source.open("rb") as sealed, os.fdopen(reading, "rb") as stream:
        work = _Thread(lambda: _decrypt_into(sealed, writing, secret))
        try:
            yield stream
        except CutShort:
            stream.close()
            work.finish()  # why the plain bytes ended is told before what their end led to
            raise
        except BaseException:
            stream.close()
            work.join()
            raise
        stream.close()
        work.finish()


def _recipient(text: str) -> object:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise NoRecipient(f"{text} は受取人（age1…）ではありません。") from error


def _decrypt_into(sealed: BinaryIO, writing: int, secret: object) -> None:
    with os.fdopen(writing, "wb") as plain:
        try:
            pyrage.decrypt_io(sealed, plain, [secret])
        except (pyrage.DecryptError, OSError) as error:
            raise WrongIdentity(
                "この鍵では開けません。受取人の鍵か、ファイルを確かめてください。"
            ) from error


class _Thread(threading.Thread):
    """A thread whose exception is raised by whoever finishes it."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._failure: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._work()
        except BaseException as failure:  # raised again by finish()
            self._failure = failure

    def finish(self) -> None:
        """Wait, and raise what went wrong."""
        self.join()
        if self._failure is not None:
            raise self._failure
