"""Where each sheet lies: by postal code, children of a household in one envelope, in batches (V024)."""

from datetime import date

import polars as pl

from sesshu.documents import Face
from sesshu.documents.faces import coverage
from sesshu.documents.glyphs import first_missing
from sesshu.kernel.ages import reach_years
from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.registered_now import with_registered
from sesshu.ward.vouchers.conditions import Conditions

PAGES_IN_A_BATCH = 1_000
EXCEPTIONS = 0
"""The batch of those with a character no face of ours holds: made by hand, never printed with a box."""
ADULT = 16
"""From this age on people are notified themselves, younger ones through a parent (予防接種法第8条第2項)."""
LETTERS = with_registered(
    """
SELECT c.id, c.resident_id, c.is_guarded, c.series, c.dose, v.id, v.household_number, v.birth_on, v.name,
       coalesce(v.mail_name, ''), coalesce(v.mail_postal_code, v.postal_code, ''),
       coalesce(v.mail_address, v.address, '') || coalesce(v.mail_building, v.building, '')
FROM issue_candidate c
{registered}
WHERE c.issue_run_id = %s AND c.excluded IS NULL
""",
    "c.resident_id",
    "v",
)
COLUMNS = {
    "candidate_id": pl.Int64(),
    "resident_id": pl.Int64(),
    "is_guarded": pl.String(),
    "series": pl.String(),
    "dose": pl.Int64(),
    "version_id": pl.Int64(),
    "household_number": pl.String(),
    "birth_on": pl.Date(),
    "name": pl.String(),
    "mail_name": pl.String(),
    "postal_code": pl.String(),
    "address": pl.String(),
}


def placed(issue_run: int, conditions: Conditions) -> pl.DataFrame:
    """The sheets of a run in the order of the post.

    Columns: `candidate_id`, `is_guarded`, `version_id`, `missing_glyph`, `batch`, `page`, `envelope`.
    Guarded people's sheets are in batches of their own, behind the others: their addresses are not known.
    """
    letters = bulk.fetch(LETTERS, [issue_run], COLUMNS)
    letters = letters.with_columns(
        pl.col("is_guarded") == "t",
        pl.Series("missing_glyph", [*map(_missing, *_texts(letters))], dtype=pl.String),
        pl.Series("is_child", _are_children(letters, conditions.until_on), dtype=pl.Boolean),
    ).with_columns(_envelope_of(conditions).alias("together"))
    exceptional = pl.col("missing_glyph").is_not_null()
    ordinary = letters.filter(~exceptional & ~pl.col("is_guarded"))
    guarded = letters.filter(~exceptional & pl.col("is_guarded"))
    first = _batched(ordinary, EXCEPTIONS + 1)
    behind = max(first["batch"].to_list(), default=EXCEPTIONS) + 1
    by_hand = _in_order(letters.filter(exceptional)).with_columns(
        pl.lit(EXCEPTIONS).cast(pl.Int64).alias("batch"),
        (pl.int_range(pl.len()) + 1).alias("page"),
    )
    return pl.concat([by_hand, first, _batched(guarded, behind)])


def _texts(letters: pl.DataFrame) -> tuple[list[str], list[str]]:
    names = letters["name"] + letters["mail_name"].fill_null("")
    return names.to_list(), letters["address"].fill_null("").to_list()


def _missing(name: str, address: str) -> str | None:
    """The first character that cannot be printed, as U+…; None where all can."""
    missing = first_missing(name + address, coverage(Face.NAMES))
    return " ".join(f"U+{ord(one):04X}" for one in missing) or None


def _are_children(letters: pl.DataFrame, on: date) -> list[bool]:
    return [reach_years(birth, ADULT) > on for birth in letters["birth_on"].to_list()]


def _envelope_of(conditions: Conditions) -> pl.Expr:
    """What letters in one envelope share: a child's household and place, else the person alone."""
    alone = pl.concat_str(pl.lit("r"), "resident_id")
    if not conditions.merge_households:
        return alone
    child = pl.col("is_child") & pl.col("household_number").is_not_null()
    place = ["household_number", "postal_code", "address", "mail_name"]
    household = pl.concat_str(pl.lit("h"), *place, separator="\x1f", ignore_nulls=True)
    return pl.when(child & ~pl.col("is_guarded")).then(household).otherwise(alone)


def _in_order(letters: pl.DataFrame) -> pl.DataFrame:
    """By postal code and place, each envelope's sheets together, a person's by series and dose."""
    order = ["postal_code", "address", "together", "resident_id", "series", "dose"]
    envelope = pl.struct("postal_code", "together").rle_id().cast(pl.Int64) + 1
    return letters.sort(order, nulls_last=False).with_columns(envelope.alias("envelope"))


def _batched(letters: pl.DataFrame, first: int) -> pl.DataFrame:
    """Cut into batches, no envelope across two of them."""
    ordered = _in_order(letters)
    batch: list[int] = []
    page: list[int] = []
    at, taken = first, 0
    for size in ordered.group_by("envelope", maintain_order=True).len()["len"].to_list():
        if taken and taken + size > PAGES_IN_A_BATCH:
            at, taken = at + 1, 0
        batch += [at] * size
        page += range(taken + 1, taken + size + 1)
        taken += size
    return ordered.with_columns(
        pl.Series("batch", batch, dtype=pl.Int64), pl.Series("page", page, dtype=pl.Int64)
    )
