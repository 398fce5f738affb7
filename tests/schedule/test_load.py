"""The rulebook is refused, with file, place and remedy, when it could not be law."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from sesshu.schedule.errors import (
    DoubleCode,
    Gap,
    Overlap,
    RulebookError,
    UncitedValue,
    UnknownReference,
    UnreadableRulebook,
)
from sesshu.schedule.load import current, load, rulebook_root

Change = Callable[[list[dict[str, object]]], object]


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    """A copy of the rulebook that a test may spoil."""
    copy = tmp_path / "rulebook"
    shutil.copytree(Path(str(rulebook_root())), copy)
    return copy


def spoil(rulebook: Path, name: str, change: Change) -> None:
    file = rulebook / name
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(rows)
    file.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")


def versions(rows: list[dict[str, object]], number: int = 0) -> list[dict[str, object]]:
    return rows[number]["versions"]  # type: ignore[return-value]


FAULTS: list[tuple[str, Change, type[RulebookError], str]] = [
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[1].update(effective_until=date(2024, 3, 30)),
        Gap,
        "2024-03-31",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[1].update(effective_until=date(2024, 4, 1)),
        Overlap,
        "2024-04-01",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].update(effective_until=date(2010, 1, 1)),
        Overlap,
        "before it begins",
    ),
    (
        "courses/japanese-encephalitis.yaml",
        lambda rows: versions(rows)[1].update(cohort={"born_from": date(2009, 10, 1)}),
        Overlap,
        "two versions",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].update(provision="  "),
        UncitedValue,
        "provision",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].pop("provision"),
        UnreadableRulebook,
        "provision",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0]["regimens"][0]["doses"][0].pop("standard_provision"),
        UncitedValue,
        "standard_provision",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: rows[0].update(antigens=["chickenpox"]),
        UnknownReference,
        "chickenpox",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].update(eligible_from="reaches twelve months"),
        UnreadableRulebook,
        "twelve",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0]["regimens"][0]["doses"][1].update(after_previous="long"),
        UnreadableRulebook,
        "no interval",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: rows.append(rows[0]),
        DoubleCode,
        "already defined",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].update(verify=["who-knows"]),
        UnknownReference,
        "who-knows",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].update(colour="blue"),
        UnreadableRulebook,
        "colour",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: rows[0].update(antigens=[]),
        UnreadableRulebook,
        "length",
    ),
    (
        "courses/varicella.yaml",
        lambda rows: versions(rows)[0].update(effective_from=date(2014, 9, 30)),
        Gap,
        "its series on 2014-10-01",
    ),
    (
        "series.yaml",
        lambda rows: rows[0].update(known_from=date(2024, 4, 2)),
        Overlap,
        "known from 2024-04-02",
    ),
    ("series.yaml", lambda rows: rows[0].update(serves=["X"]), UnknownReference, "“X”"),
    (
        "series.yaml",
        lambda rows: versions(rows)[0].update(uses=[{"product": "X"}]),
        UnknownReference,
        "“X”",
    ),
    ("products.yaml", lambda rows: rows[0].update(routes=["X"]), UnknownReference, "“X”"),
    ("products.yaml", lambda rows: rows[0].update(provision=""), UncitedValue, "provision"),
    (
        "readings.yaml",
        lambda rows: rows.append(dict(rows[0])),
        Overlap,
        "two versions",
    ),
]


@pytest.mark.parametrize(("name", "change", "fault", "says"), FAULTS)
def test_a_spoiled_rulebook_is_refused_with_file_place_and_remedy(
    rulebook: Path, name: str, change: Change, fault: type[RulebookError], says: str
) -> None:
    spoil(rulebook, name, change)
    with pytest.raises(fault, match=says) as refusal:
        load(rulebook)
    assert refusal.value.file == name
    assert refusal.value.path.startswith("$")
    assert refusal.value.remedy


def test_a_file_that_is_no_yaml_is_refused_with_its_line(rulebook: Path) -> None:
    (rulebook / "series.yaml").write_text("- code: [\n", encoding="utf-8")
    with pytest.raises(UnreadableRulebook, match="line 2") as refusal:
        load(rulebook)
    assert refusal.value.file == "series.yaml"


def test_a_missing_file_is_named(rulebook: Path) -> None:
    (rulebook / "between.yaml").unlink()
    with pytest.raises(UnreadableRulebook, match=r"between\.yaml"):
        load(rulebook)


def test_the_release_is_the_same_for_the_same_values_in_another_order(rulebook: Path) -> None:
    spoil(rulebook, "series.yaml", lambda rows: None)
    assert load(rulebook).release == current().release


def test_the_release_changes_with_any_value(rulebook: Path) -> None:
    spoil(rulebook, "series.yaml", lambda rows: rows[0].update(name="5混"))
    assert load(rulebook).release != current().release


def test_the_two_readings_of_a_missing_day_are_data(rulebook: Path) -> None:
    spoil(rulebook, "readings.yaml", lambda rows: rows[0].update(missing_day="last_of_month"))
    changed = load(rulebook)
    assert changed.readings[0].missing_day != current().readings[0].missing_day
