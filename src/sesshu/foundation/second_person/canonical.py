"""One text for one content, so that what was shown can be named by its hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence

Content = None | bool | int | str | Sequence["Content"] | Mapping[str, "Content"]


class NotCanonical(Exception):
    """A payload holds something that has more than one way of being written."""


def canonical_json(payload: Mapping[str, Content]) -> str:
    """JSON with sorted keys and no spaces. Raises NotCanonical; write 0.5 and dates as text."""
    return json.dumps(
        _checked(payload, "payload"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def sha256_of(text: str) -> str:
    """SHA-256 over the UTF-8 bytes of ``text``, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _checked(value: Content, where: str) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {_key(key, where): _checked(part, f"{where}.{key}") for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(part, f"{where}[{index}]") for index, part in enumerate(value)]
    raise NotCanonical(f"{where} is a {type(value).__name__}: write it as text")


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"a key of {where} is a {type(key).__name__}")
    return key
