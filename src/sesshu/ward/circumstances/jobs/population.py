"""What is known of people under every 宛名 of theirs, as the sweep reads it."""

from dataclasses import replace

import polars as pl

from sesshu.schedule.sweep import Population
from sesshu.schedule.sweep.population import DISEASES, FACTS
from sesshu.ward.circumstances.codes import HAD_DISEASE
from sesshu.ward.records.jobs.population import copied_rows

STANDING = """
SELECT n.resident_id, c.kind, c.antigen, c.from_on, c.until_on
FROM number_of_person n JOIN circumstance_timeline c ON c.resident_id = n.number_id
WHERE n.resident_id = ANY (%s) AND c.replaced_at IS NULL
"""
COLUMNS = {
    "resident_id": pl.Int64,
    "kind": pl.String,
    "antigen": pl.String,
    "from_on": pl.Date,
    "until_on": pl.Date,
}


def with_circumstances(population: Population) -> Population:
    """The same people with the facts and diseases that two people recorded of them."""
    residents = population.residents["resident_id"].to_list()
    return knowing(population, copied_rows(STANDING, COLUMNS, [residents]))


def knowing(population: Population, known: pl.DataFrame) -> Population:
    """The same people with what is known of them, rows of COLUMNS, beside what was known before."""
    is_disease = pl.col("kind") == HAD_DISEASE
    facts = known.filter(~is_disease).with_columns(due_on=pl.lit(None, pl.Date))
    diseases = known.filter(is_disease).rename({"from_on": "known_from"})
    return replace(
        population,
        facts=pl.concat([population.facts.select(list(FACTS)), facts.select(list(FACTS))]),
        diseases=diseases.select(list(DISEASES)),
    )
