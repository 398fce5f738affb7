"""Arrays of ids as PostgreSQL reads them; the driver would quote a million ids one by one."""

from collections.abc import Iterable


def array_of(ids: Iterable[int]) -> str:
    """The text of a ``bigint[]``. Raises TypeError or ValueError for anything but whole numbers."""
    return "{" + ",".join([format(each, "d") for each in ids]) + "}"
