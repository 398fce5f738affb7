"""Everybody on the register of a fictional ward, in batches."""

from collections.abc import Iterator

import polars as pl

from sesshu.outside.registry.people import block_rows
from sesshu.outside.registry.ward import Ward

_BLOCKS_AT_A_TIME = 20


def population(ward: Ward) -> Iterator[pl.DataFrame]:
    """Residents, some who left or died, and some outside the register; about 50,000 rows at a time."""
    blocks = range(len(ward.blocks))
    for first in blocks[::_BLOCKS_AT_A_TIME]:
        chosen = blocks[first : first + _BLOCKS_AT_A_TIME]
        yield pl.concat([block_rows(ward, block) for block in chosen])
