"""The statements that count, as they lie in `sql/`: their text is kept with every report."""

from functools import cache
from importlib.resources import files

from sesshu.ward.reports.definitions import Definition, Kind

COHORT, DOSES_OF_COHORT, KNOWN_OF_COHORT = "cohort", "doses_of_cohort", "known_of_cohort"
COUNTS = {
    Kind.DOSES: (("of_residents", "doses"),),
    Kind.PERSONS: (("of_residents", "persons"),),
    Kind.COVERAGE: ((COHORT,), (DOSES_OF_COHORT,), (KNOWN_OF_COHORT,)),
}
POPULATION = "population"


@cache
def statement(*names: str) -> str:
    """The text of a statement about the people of a stretch, put together of one file or more."""
    folder = files("sesshu.ward.reports").joinpath("sql")
    parts = ("people", *names)
    return "".join(folder.joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in parts)


def query_of(one: Definition) -> str:
    """Everything the database is asked for a report, in one text."""
    asks_population = any(line.population for table in one.tables for line in table.lines)
    texts = [statement(*names) for names in COUNTS[one.kind]]
    return "\n".join([*texts, statement(POPULATION)] if asks_population else texts)
