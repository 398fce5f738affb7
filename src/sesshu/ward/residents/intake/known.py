"""What the ward knows already of the people in some rows."""

import polars as pl

from sesshu.ward.residents.intake import bulk

_SCHEMA = {
    "atena_number": pl.String(),
    "resident_id": pl.Int64(),
    "is_guarded": pl.Boolean(),
    "known_fingerprint": pl.String(),
    "known_update_number": pl.Int64(),
}
_KNOWN = """
SELECT r.atena_number, r.id, r.is_guarded::text, s.fingerprint, s.update_number
FROM resident r LEFT JOIN resident_search s ON s.resident_id = r.id
WHERE r.atena_number {}
"""
_FEW = 2_000
"""Up to so many rows are asked for one by one: the file of a day is scattered over the whole ward."""
# From the few who are guarded, not from the many who are asked about.
_GUARDED_HOUSEHOLDS = """
SELECT DISTINCT household_number FROM resident_search
WHERE resident_id = ANY (ARRAY(SELECT id FROM resident WHERE is_guarded)) AND household_number IS NOT NULL
"""
_MEMBERS = """
SELECT r.id FROM resident_search s JOIN resident r ON r.id = s.resident_id
WHERE s.household_number = ANY (%s) AND NOT r.is_guarded
"""

_PEOPLE = """
SELECT r.id FROM resident r LEFT JOIN resident_search s ON s.resident_id = r.id
WHERE NOT r.is_guarded AND (r.atena_number = ANY (%s) OR s.household_number = ANY (%s))
"""


def with_known(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows beside what is known of each person; null for people who are new.

    A file is nearly always in the order of 宛名番号, so one stretch of the index holds those of a large one.
    """
    numbers = rows["atena_number"]
    if rows.height <= _FEW:
        known = bulk.fetch(_KNOWN.format("= ANY (%s)"), [numbers.to_list()], _SCHEMA)
    else:
        stretch = [numbers.min(), numbers.max()]
        known = bulk.fetch(_KNOWN.format("BETWEEN %s AND %s"), stretch, _SCHEMA)
    return rows.join(known, on="atena_number", how="left", maintain_order="left")


def guarded_households() -> set[str]:
    """The numbers of all households with a protected member."""
    return {number for (number,) in bulk.rows(_GUARDED_HOUSEHOLDS)}


def unguarded_members(numbers: list[str]) -> list[int]:
    """Residents of these households who are not protected yet."""
    return [resident for (resident,) in bulk.rows(_MEMBERS, [numbers])]


def unguarded_people(atena_numbers: list[str], households: list[str]) -> list[int]:
    """Residents with these numbers or of these households who are not protected yet."""
    return [resident for (resident,) in bulk.rows(_PEOPLE, [atena_numbers, households])]
