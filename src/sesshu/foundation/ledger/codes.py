"""What may stand in the details of an entry: ids and codes, never a name or a value (house.md §6)."""

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

Code = None | bool | int | str | Sequence["Code"] | Mapping[str, "Code"]
NO_DETAILS: Mapping[str, Code] = MappingProxyType({})

# A word without kanji or kana, wide enough for ISO dates, UUIDs, versions and check digits.
CODE = re.compile(r"[A-Za-z0-9_.:+/-]{1,100}")


class NotACode(Exception):
    """A detail was neither an id nor a code. The message names its place, not its content."""


def as_json(details: Mapping[str, Code]) -> str:
    """The details as JSON text. Raises NotACode for free text, fractions and anything else."""
    return json.dumps(_checked(details, "details"), sort_keys=True, separators=(",", ":"))


def _checked(value: Code, where: str) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _checked_text(value, where)
    if isinstance(value, Mapping):
        return {
            _checked_text(key, where): _checked(part, f"{where}.{key}")
            for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_checked(part, f"{where}[{index}]") for index, part in enumerate(value)]
    raise NotACode(f"{where} is a {type(value).__name__}: the ledger holds ids and codes only")


def _checked_text(value: str, where: str) -> str:
    if not CODE.fullmatch(value):
        raise NotACode(f"a text at {where} is no code: the ledger never holds names or values")
    return value
