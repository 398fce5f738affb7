"""Who signs the ward's papers, and where a reader may ask: one entry a municipality."""

from functools import cache
from importlib.resources import files

import msgspec

from sesshu.documents.office import Office


def office_of(municipality: str) -> Office:
    """The office of a municipality. Raises NoOffice where nobody entered it."""
    try:
        return _offices()[municipality]
    except KeyError as error:
        raise NoOffice(municipality) from error


class NoOffice(LookupError):
    """Papers cannot be signed: the municipality has no entry in ``offices.yaml``."""

    def __init__(self, municipality: str) -> None:
        super().__init__(f"{municipality} の発行者と問い合わせ先が offices.yaml にありません。")


@cache
def _offices() -> dict[str, Office]:
    text = (files(__name__) / "offices.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=dict[str, Office])
