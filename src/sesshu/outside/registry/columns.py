"""Columns of text for NumPy."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]
Days = NDArray[np.int64]
Flags = NDArray[np.bool_]


def texts(values: Iterable[str | None]) -> Texts:
    """The values as a column of Python strings, to be indexed and repeated as a whole."""
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column
