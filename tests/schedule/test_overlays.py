"""What a municipality decides inside the law: it narrows, chooses readings, and never lets more in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sesshu.kernel.outcomes import ErrorClass, Legal, Status
from sesshu.schedule.errors import (
    RulebookError,
    UncitedValue,
    UnknownReference,
    UnreadableRulebook,
    Widening,
)
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current, load, rulebook_root
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import Verdict

EXAMPLE = Path(__file__).parents[2] / "rulebook" / "overlays" / "example.yaml"
ELDER = date(1950, 5, 10)


@pytest.fixture(scope="module")
def narrowed() -> Rulebook:
    return load(rulebook_root(), EXAMPLE)


def judged(rulebook: Rulebook, born_on: date, series: str, product: str, *days: str) -> Verdict:
    doses = tuple(
        Dose(id=day, series=series, product=product, given_on=date.fromisoformat(day))
        for day in days
    )
    last = date.fromisoformat(days[-1])
    return judge(Person(id="葵", born_on=born_on, sex="F", doses=doses), last, rulebook)


@pytest.mark.parametrize(
    ("day", "here"),
    [
        ("2026-09-30", Legal.VOLUNTARY),
        ("2026-10-01", Legal.ROUTINE_B),
        ("2027-01-31", Legal.ROUTINE_B),
        ("2027-02-01", Legal.VOLUNTARY),
    ],
)
def test_a_season_of_its_own_ends_earlier_than_the_nations(
    narrowed: Rulebook, day: str, here: Legal
) -> None:
    assert judged(narrowed, ELDER, "FLU", "FLU", day).doses[0].legal is here
    assert judged(current(), ELDER, "FLU", "FLU", day).doses[0].legal is Legal.ROUTINE_B


def test_the_season_before_it_was_decided_is_the_nations(narrowed: Rulebook) -> None:
    found = judged(narrowed, ELDER, "FLU", "FLU", "2026-03-31").doses[0]
    assert found.legal is Legal.ROUTINE_B
    assert "区の公告" not in found.provision


def test_a_vaccine_the_ward_does_not_use_is_stopped(narrowed: Rulebook) -> None:
    elsewhere = judged(narrowed, ELDER, "COVID", "CV-SPIKEVAX", "2026-10-10").doses[0]
    assert elsewhere.error is ErrorClass.WRONG_VACCINE
    used = judged(narrowed, ELDER, "COVID", "CV-DAICHIRONA", "2026-10-10").doses[0]
    assert used.legal is Legal.ROUTINE_B


def test_a_reading_is_chosen_by_the_municipality(narrowed: Rulebook) -> None:
    assert second_varicella(narrowed) == date(2027, 2, 28)
    assert second_varicella(current()) == date(2027, 3, 1)


def second_varicella(rulebook: Rulebook) -> date:
    """First day of the second dose after one of 30 November."""
    verdict = judged(rulebook, date(2025, 8, 1), "VAR", "VAR", "2026-11-30")
    (found,) = [one.next for one in verdict.series if one.series == "VAR"]
    assert found is not None
    return found.earliest_on


def test_a_series_left_out_in_an_area_is_said_so_and_given_nowhere(narrowed: Rulebook) -> None:
    verdict = judged(narrowed, date(2012, 5, 10), "JE1", "JE", "2016-03-31")
    assert verdict.doses[0].legal is Legal.VOLUNTARY
    assert "この区市町村" in verdict.doses[0].reasons[0].text
    (standing,) = [one for one in verdict.series if one.series == "JE1"]
    assert standing.status is Status.NOT_ELIGIBLE
    assert "第5条第2項" in standing.reasons[0].provision
    later = judged(narrowed, date(2012, 5, 10), "JE1", "JE", "2016-04-01")
    assert later.doses[0].legal is Legal.ROUTINE_A


def test_a_rulebook_with_an_overlay_is_a_release_of_its_own(narrowed: Rulebook) -> None:
    assert narrowed.release != current().release
    assert narrowed.published_on == date(2026, 11, 23)


Change = Callable[[dict[str, Any]], object]
OPEN_TOO_SOON = {"begins": "09-30", "ends": "03-31"}
OPEN_BACKWARDS = {"begins": "10-01", "ends": "04-01"}


def season(overlay: dict[str, Any], **values: object) -> None:
    overlay["seasons"][0].update(values)


def vaccines(overlay: dict[str, Any], **values: object) -> None:
    overlay["vaccines"][0].update(values)


OPV = {"effective_from": date(2012, 1, 1), "series": "IPV", "products": ["OPV"]}
FAULTS: list[tuple[Change, type[RulebookError], str]] = [
    (lambda o: season(o, course="COVID", season=OPEN_TOO_SOON), Widening, "10-01"),
    (lambda o: season(o, season=OPEN_BACKWARDS), UnreadableRulebook, "before it begins"),
    (lambda o: season(o, course="HBV"), Widening, "no season"),
    (lambda o: season(o, course="X"), UnknownReference, "“X”"),
    (lambda o: vaccines(o, products=["CV-COMIRNATY", "RSV"]), Widening, "RSV"),
    (lambda o: vaccines(o, **OPV), Widening, "OPV"),
    (lambda o: vaccines(o, series="X"), UnknownReference, "“X”"),
    (lambda o: o["closed"][0].update(series="X"), UnknownReference, "“X”"),
    (lambda o: o["closed"][0].update(provision=" "), UncitedValue, "provision"),
    (lambda o: o["readings"][0].update(missing_day="never"), UnreadableRulebook, "missing_day"),
    (lambda o: o.update(eligible=[{"series": "HPV"}]), UnreadableRulebook, "eligible"),
]


@pytest.mark.parametrize(("change", "fault", "says"), FAULTS)
def test_whatever_would_let_more_in_is_refused_with_place_and_remedy(
    tmp_path: Path, change: Change, fault: type[RulebookError], says: str
) -> None:
    overlay = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    change(overlay)
    file = tmp_path / "131121.yaml"
    file.write_text(yaml.safe_dump(overlay, allow_unicode=True), encoding="utf-8")
    with pytest.raises(fault, match=says) as refusal:
        load(rulebook_root(), file)
    assert refusal.value.path.startswith("$")
    assert refusal.value.remedy
