"""Who of those whom the law opens a dose to gets no voucher: what the ward issued or was told (V021)."""

import polars as pl

from sesshu.ward.records.jobs.population import copied, of_people
from sesshu.ward.vouchers.codes import Excluded

IN_FORCE = of_people(
    """
SELECT person_id AS resident_id, series, dose::bigint AS dose, for_year::bigint AS for_year, pregnancy_id
FROM {rows} held
""",
    "voucher_in_force",
)
IN_FORCE_COLUMNS = {
    "resident_id": pl.Int64,
    "series": pl.String,
    "dose": pl.Int64,
    "for_year": pl.Int64,
    "pregnancy_id": pl.Int64,
}
TOLD = of_people(
    """
SELECT person_id AS resident_id, series, cause FROM (
    SELECT DISTINCT ON (person_id, series) person_id, series, cause
    FROM {rows} told ORDER BY person_id, series, id DESC
) newest WHERE cause IS NOT NULL
""",
    "voucher_exemption",
)
TOLD_COLUMNS = {"resident_id": pl.Int64, "series": pl.String, "cause": pl.String}
CAME_BACK = of_people(
    """
SELECT DISTINCT v.person_id AS resident_id
FROM {rows} v JOIN voucher_return r ON r.voucher_id = v.id WHERE r.settled_at IS NULL
""",
    "voucher",
)
SAME_DOSE = ["resident_id", "series", "dose", "for_year", "pregnancy_id"]


def left_out(found: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """With `excluded` filled where a voucher holds or the ward was told, and `mail_returned`."""
    issued = copied(IN_FORCE, IN_FORCE_COLUMNS, first, last)
    told = told_between(first, last)
    returned = copied(CAME_BACK, {"resident_id": pl.Int64}, first, last)
    of_all = told.filter(pl.col("series").is_null()).select("resident_id", cause_of_all="cause")
    of_one = told.filter(pl.col("series").is_not_null())
    held = issued.with_columns(pl.lit(Excluded.ALREADY_ISSUED.value).alias("issued"))
    joined = (
        found.join(held, on=SAME_DOSE, how="left", nulls_equal=True)
        .join(of_one, on=["resident_id", "series"], how="left")
        .join(of_all, on="resident_id", how="left")
        .join(returned.with_columns(mail_returned=pl.lit(value=True)), on="resident_id", how="left")
    )
    return joined.with_columns(
        pl.coalesce("excluded", "issued", "cause_of_all", "cause").alias("excluded"),
        pl.col("mail_returned").fill_null(value=False),
    )


def told_between(first: int, last: int) -> pl.DataFrame:
    """What the ward was last told about the people of a stretch: `resident_id`, `series` or null, `cause`."""
    return copied(TOLD, TOLD_COLUMNS, first, last)
