"""Records as they should not be: what a ward's error reports and files of other municipalities hold."""

from collections.abc import Callable

import numpy as np
import polars as pl

Spoiler = Callable[[pl.DataFrame, np.random.Generator], pl.DataFrame]


def spoil(given: pl.DataFrame, share: float, chance: np.random.Generator) -> pl.DataFrame:
    """Spoil a share of the doses, each in one of the ways below."""
    ways = np.where(
        chance.random(given.height) < share, chance.integers(1, len(SPOILERS) + 1, given.height), 0
    )
    given = given.with_columns(
        expires_on=pl.lit(None, pl.Date),
        decision=pl.lit(None, pl.String),
    )
    parts = [given.filter(pl.Series(ways == 0))]
    for way, spoiled in enumerate(SPOILERS, start=1):
        own = given.filter(pl.Series(ways == way))
        parts.append(spoiled(own, chance).select(given.columns))
    return pl.concat(parts)


def _moved(days: int) -> Spoiler:
    """Some days earlier or later than it should be."""

    def spoiled(given: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
        by = pl.Series(chance.integers(min(days, 0), max(days, 1), given.height))
        return given.with_columns(given_on=pl.col("given_on") + pl.duration(days=by))

    return spoiled


def _with(**columns: pl.Expr) -> Spoiler:
    return lambda given, _: given.with_columns(**columns)


def _doubled(given: pl.DataFrame, _: np.random.Generator) -> pl.DataFrame:
    """Recorded twice on one day."""
    return pl.concat([given, given])


def _repeated(given: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    """Given once more, some time later."""
    return pl.concat([given, _moved(200)(given, chance)])


def _lost(given: pl.DataFrame, _: np.random.Generator) -> pl.DataFrame:
    """Never recorded here."""
    return given.clear()


def _decided(given: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    words = pl.Series(np.where(chance.random(given.height) < 0.5, "counts", "does_not_count"))
    return _moved(-40)(given, chance).with_columns(decision=words)


def _other_product(given: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    """The product of another dose."""
    return given.with_columns(product=given["product"].shuffle(int(chance.integers(1 << 30))))


SPOILERS: tuple[Spoiler, ...] = (
    _moved(-8),
    _moved(-60),
    _moved(-700),
    _moved(30),
    _moved(1500),
    _moved(12_000),
    _moved(-20_000),
    _doubled,
    _repeated,
    _lost,
    _decided,
    _other_product,
    _with(product=pl.lit(None, pl.String)),
    _with(product=pl.lit("?")),
    _with(series=pl.lit("?")),
    _with(volume_ml=pl.lit(0.26)),
    _with(route=pl.lit("IM")),
    _with(expires_on=pl.col("given_on") - pl.duration(days=1)),
    _with(product=pl.lit("DT"), series=pl.lit("DT1")),
)
