"""What sweep takes and gives: frames in any order, columns that may be left out, and refusals."""

from datetime import date

import msgspec
import polars as pl
import pytest

from bench.vaccinated import vaccinated
from sesshu.schedule.load import current
from sesshu.schedule.sweep import Answers, Population, UnfitFrame, UnsweepableRulebook, sweep

ON = date(2026, 11, 23)
PEOPLE = vaccinated(200, odd=0.1, seed=7)


def swept(population: Population, series: list[str] | None = None) -> Answers:
    return sweep(population, ON, current(), series)


def changed(**frames: pl.DataFrame) -> Population:
    parts = {name: getattr(PEOPLE, name) for name in ("residents", "doses", "facts", "diseases")}
    return Population(**(parts | frames))


def test_there_is_a_row_for_each_dose_and_for_each_resident_in_each_series() -> None:
    answers = swept(PEOPLE)
    assert answers.doses["dose_id"].to_list() == PEOPLE.doses["dose_id"].to_list()
    assert set(answers.standings) == set(current().series)
    assert {frame.height for frame in answers.standings.values()} == {200}


def test_the_order_of_the_doses_does_not_matter() -> None:
    shuffled = swept(changed(doses=PEOPLE.doses.sample(fraction=1, shuffle=True, seed=3)))
    ordered = swept(PEOPLE)
    assert shuffled.doses.sort("dose_id").equals(ordered.doses.sort("dose_id"))
    for code, frame in ordered.standings.items():
        assert shuffled.standings[code].equals(frame), code


def test_doses_of_one_day_stand_in_the_order_of_their_ids() -> None:
    born = pl.DataFrame({"resident_id": [1], "born_on": [date(2026, 5, 10)], "sex": ["F"]})
    doses = pl.DataFrame(
        {
            "resident_id": [1, 1],
            "dose_id": [9, 8],
            "series": ["HBV", "HBV"],
            "given_on": [date(2026, 7, 9)] * 2,
        }
    )
    answers = swept(Population(born, doses)).doses
    assert answers["dose_id"].to_list() == [8, 9]
    assert answers["counts"].to_list() == ["yes", "undecided"]


def test_words_may_be_text_or_categories() -> None:
    kind = pl.Enum(PEOPLE.doses["series"].unique().sort().to_list())
    coded = changed(doses=PEOPLE.doses.with_columns(pl.col("series").cast(kind)))
    assert swept(coded).doses.equals(swept(PEOPLE).doses)


def test_residents_alone_are_a_population() -> None:
    residents = PEOPLE.residents.select("resident_id", "born_on", "sex")
    answers = swept(Population(residents))
    assert answers.doses.is_empty()
    assert answers.counts_as.is_empty()
    assert answers.standings["HBV"].height == 200


def test_series_that_are_asked_for_are_answered_alike_and_no_others() -> None:
    some, every = swept(PEOPLE, ["HBV", "JE2"]), swept(PEOPLE)
    assert set(some.standings) == {"HBV", "JE1", "JE2"}
    for code, frame in some.standings.items():
        assert frame.equals(every.standings[code])
    own = every.doses.join(PEOPLE.doses.select("dose_id", "series"), on="dose_id")
    own = own.filter(pl.col("series").is_in(["HBV", "JE1", "JE2"])).drop("series")
    assert some.doses.to_dicts() == own.to_dicts()


@pytest.mark.parametrize(
    ("frames", "remedy"),
    [
        ({"doses": PEOPLE.doses.drop("given_on")}, "add the columns given_on"),
        ({"residents": PEOPLE.residents.drop("sex")}, "add the columns sex"),
        ({"residents": PEOPLE.residents.head(5)}, "not among the residents"),
        (
            {"doses": PEOPLE.doses.with_columns(given_on=pl.lit(None, pl.Date))},
            "have no given_on",
        ),
    ],
)
def test_a_frame_that_is_no_population_is_refused_with_a_remedy(
    frames: dict[str, pl.DataFrame], remedy: str
) -> None:
    with pytest.raises(UnfitFrame, match=remedy):
        swept(changed(**frames))


def test_a_yearly_course_of_two_antigens_is_refused_by_name() -> None:
    flu = current().courses["FLU"]
    both = msgspec.structs.replace(flu, antigens=("influenza", "covid19"))
    rulebook = msgspec.structs.replace(current(), courses=current().courses | {"FLU": both})
    with pytest.raises(UnsweepableRulebook, match="FLU"):
        sweep(PEOPLE, ON, rulebook)


def test_a_course_of_too_many_regimens_is_refused_by_name() -> None:
    course = current().courses["HBV"]
    version = course.versions[0]
    many = tuple(msgspec.structs.replace(version.regimens[0], code=str(at)) for at in range(11))
    crowded = msgspec.structs.replace(
        course, versions=(msgspec.structs.replace(version, regimens=many),)
    )
    rulebook = msgspec.structs.replace(current(), courses=current().courses | {"HBV": crowded})
    with pytest.raises(UnsweepableRulebook, match="HBV"):
        sweep(PEOPLE, ON, rulebook)
