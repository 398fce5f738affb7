"""Residents whose address is kept from somebody (支援措置)."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from sesshu.outside.registry.columns import Days
from sesshu.outside.registry.towns import places
from sesshu.wire.residents.codes import Protection, Sex

_SHARE_OF_LONE_MOTHERS, _SHARE_OF_LONE_WOMEN = 0.12, 0.001
_SHARE_MARKED_WHOLE, _SHARE_WITH_MAIL_ADDRESS = 0.5, 0.5
_A_YEAR = timedelta(days=364)
_LONGEST_AGO = 420
_SCOPE = "住民票の写し等の交付及び住所の閲覧"


def protect(
    rows: pl.DataFrame, code: str, today: date, chance: np.random.Generator
) -> pl.DataFrame:
    """Put some women and their children under protection.

    In every second household only the mother is marked: the mark on one person has to cover those who live
    with her. Some periods ended without anybody confirming the end; some people name an address for mail.
    """
    mail = places(code, rows.height, chance)
    drawn = rows.with_columns(
        _draw=pl.Series(chance.random(rows.height)),
        _whole=pl.Series(chance.random(rows.height) < _SHARE_MARKED_WHOLE),
        _mailed=pl.Series(chance.random(rows.height) < _SHARE_WITH_MAIL_ADDRESS),
        _kind=pl.Series(chance.choice([kind.value for kind in Protection], rows.height)),
        _since=pl.Series(_days_before(today, chance.integers(1, _LONGEST_AGO, rows.height))),
        _mail_address=pl.Series(mail.address, dtype=pl.String),
        _mail_code=pl.Series(mail.postal_code, dtype=pl.String),
    )
    marked = _marked()
    return drawn.with_columns(
        protection=pl.when(marked).then(_of_head("_kind")),
        protection_from=pl.when(marked).then(_of_head("_since")),
        protection_until=pl.when(marked).then(_of_head("_since") + _A_YEAR),
        protection_scope=pl.when(marked).then(pl.lit(_SCOPE)),
        mail_name=pl.when(marked & _of_head("_mailed")).then(pl.col("name").first().over(_HOME)),
        mail_address=pl.when(marked & _of_head("_mailed")).then(_of_head("_mail_address")),
        mail_postal_code=pl.when(marked & _of_head("_mailed")).then(_of_head("_mail_code")),
    ).select(rows.columns)


_HOME = "household_number"


def _marked() -> pl.Expr:
    alone = pl.len().over(_HOME) == 1
    share = pl.when(alone).then(_SHARE_OF_LONE_WOMEN).otherwise(_SHARE_OF_LONE_MOTHERS)
    woman_at_head = _of_head("sex") == Sex.FEMALE.value
    is_head = pl.int_range(pl.len()).over(_HOME) == 0
    return woman_at_head & (_of_head("_draw") < share) & (is_head | _of_head("_whole"))


def _of_head(column: str) -> pl.Expr:
    """The value of the first person of the household."""
    return pl.col(column).first().over(_HOME)


def _days_before(today: date, ago: Days) -> list[date]:
    return [today - timedelta(days=int(days)) for days in ago]
