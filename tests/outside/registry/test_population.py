"""The fictional ward looks like a ward, and is the same for everybody who draws it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sesshu.outside.registry import Ward, deliver_population, population
from sesshu.outside.registry.towns import municipality_name
from sesshu.wire.residents.codes import Protection, Status
from sesshu.wire.residents.control import Encoding
from sesshu.wire.residents.parse import open_file
from sesshu.wire.residents.render import CharactersMissing

ON = date(2026, 10, 31)
RESIDENTS = 12_000
SETAGAYA = Ward("131121", RESIDENTS, seed=7, on=ON)


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return pl.concat(population(SETAGAYA))


@pytest.fixture(scope="module")
def residents(people: pl.DataFrame) -> pl.DataFrame:
    return people.filter(pl.col("status") == Status.LIVING_HERE.value)


def share(part: pl.DataFrame, whole: pl.DataFrame) -> float:
    return part.height / whole.height


def test_as_many_live_there_as_were_asked_for(residents: pl.DataFrame) -> None:
    assert residents.height == pytest.approx(RESIDENTS, rel=0.01)


def test_the_ages_are_those_of_a_large_tokyo_ward(residents: pl.DataFrame) -> None:
    born_this_year = residents.filter(pl.col("birth_on") > date(2025, 10, 31))
    old = residents.filter(pl.col("birth_on") <= date(1961, 10, 31))
    assert share(born_this_year, residents) == pytest.approx(6_000 / 920_000, rel=0.4)
    assert share(old, residents) == pytest.approx(190_000 / 920_000, rel=0.1)


def test_numbers_of_people_are_never_given_twice(people: pl.DataFrame) -> None:
    assert people["atena_number"].is_unique().all()


def test_children_live_with_a_grown_up(residents: pl.DataFrame) -> None:
    homes_of_children = set(residents.filter(pl.col("relationship") == "20")["household_number"])
    heads = residents.filter(pl.col("relationship") == "02")
    assert homes_of_children <= set(heads["household_number"])


def test_brothers_and_sisters_are_twins_or_born_far_enough_apart(residents: pl.DataFrame) -> None:
    gaps = (
        residents.filter(pl.col("relationship") == "20")
        .sort("household_number", "birth_on")
        .select(gap=pl.col("birth_on").diff().over("household_number").dt.total_days())["gap"]
    )
    assert gaps.filter((gaps > 0) & (gaps < 300)).len() == 0
    assert gaps.filter(gaps == 0).len() > 0


def test_everybody_of_a_household_lives_at_one_address(residents: pl.DataFrame) -> None:
    addresses = residents.group_by("household_number").agg(pl.col("address").n_unique())
    assert addresses["address"].max() == 1


def test_towns_and_postal_codes_are_those_of_the_ward(residents: pl.DataFrame) -> None:
    assert residents["address"].str.starts_with(municipality_name("131121")).all()
    assert residents["postal_code"].str.contains("^15[4-8]00[0-9]{2}$").all()


@pytest.mark.parametrize("rare", ["髙", "﨑", "邉", "𠮷", "\U000e0101"])
def test_names_come_in_old_and_rare_forms(people: pl.DataFrame, rare: str) -> None:
    assert people["name"].str.contains(rare, literal=True).any()


def test_some_come_from_abroad_with_long_names_and_some_use_an_alias(people: pl.DataFrame) -> None:
    foreign = people.filter("is_foreign")
    assert foreign["alphabet_name"].str.len_chars().max() > 30  # type: ignore[operator]
    assert foreign["alias"].is_not_null().any()
    assert foreign["residence_status"].is_not_null().all()


def test_some_are_protected_and_sometimes_only_one_of_a_household(people: pl.DataFrame) -> None:
    marked = pl.col("protection").is_in([kind.value for kind in Protection]).fill_null(False)
    homes = people.filter(marked.any().over("household_number"))
    assert homes.filter(marked).height > 0
    assert homes.filter(~marked).height > 0


def test_the_dead_and_those_who_left_stay_on_the_file(people: pl.DataFrame) -> None:
    gone = people.filter(pl.col("status").is_in([Status.DEAD.value, Status.MOVED_OUT.value]))
    assert gone.height > 0
    assert gone["ceased_resident_on"].is_not_null().all()


def test_people_outside_the_register_live_elsewhere(people: pl.DataFrame) -> None:
    outside = people.filter("is_outside_register")
    assert outside.height > 0
    assert not outside["address"].str.starts_with(municipality_name("131121")).any()


def test_no_telephone_number_could_be_anybodys(people: pl.DataFrame) -> None:
    assert people["phone"].drop_nulls().str.contains("^(0900|030)[0-9]{7}$").all()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    ward = Ward("131156", 3_000, seed=3, on=ON)
    deliver_population(ward, tmp_path / "one.csv")
    deliver_population(ward, tmp_path / "other.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_another_seed_or_ward_gives_other_people() -> None:
    wards = [Ward("131121", 500, 1, ON), Ward("131121", 500, 2, ON), Ward("131156", 500, 1, ON)]
    names = [tuple(pl.concat(population(ward))["name"]) for ward in wards]
    assert len(set(names)) == len(wards)


def test_every_row_is_a_good_row_of_the_wire(tmp_path: Path) -> None:
    control = deliver_population(SETAGAYA, tmp_path / "full.csv")
    batches = list(open_file(tmp_path / "full.csv").batches())
    assert [row for batch in batches for row in batch.bad_rows] == []
    assert sum(batch.frame.height for batch in batches) == control.count


def test_a_ward_with_rare_names_cannot_be_delivered_in_cp932(tmp_path: Path) -> None:
    with pytest.raises(CharactersMissing, match="UTF-8"):
        deliver_population(SETAGAYA, tmp_path / "full.csv", Encoding.CP932)


@pytest.mark.parametrize("count", [1, 7, 40])
def test_a_hamlet_can_be_drawn_too(count: int) -> None:
    hamlet = pl.concat(population(Ward("131121", count, 1, ON)))
    assert hamlet.filter(pl.col("status") == Status.LIVING_HERE.value).height == count


def test_a_municipality_that_does_not_exist_is_told() -> None:
    with pytest.raises(LookupError, match="999999"):
        municipality_name("999999")
