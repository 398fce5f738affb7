"""Comparisons on screen: counts for who watches runs, numbers of residents for who starts them."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from ledger_of_tests import entries
from residents_of_tests import add_resident
from staff_of_tests import employ
from ward.rulebooks.drafts import compare, draft, file_with

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place

PAGES = "/131121/rulebook-comparisons/"


@pytest.fixture
def compared(fresh_ward: Place, tmp_path: Path) -> int:
    """A comparison by which one child gains and one is moved."""
    add_resident(date(2022, 6, 1))
    add_resident(date(2025, 3, 1))
    return compare(file_with(tmp_path, draft()))[0]


@pytest.fixture
def runner(fresh_ward: Place) -> Client:
    return employ("一括 太郎", Duty.RUNS).client()


def test_a_comparison_is_found_by_way_of_the_list(compared: int, runner: Client) -> None:
    listed = runner.get(PAGES).text
    assert f'href="{PAGES}{compared}/"' in listed
    text = runner.get(f"{PAGES}{compared}/").text
    assert "水痘" in text
    assert "新しく受けられる" in text
    assert f'href="{PAGES}{compared}/VAR/gains/"' in text


def test_residents_are_named_by_number_alone_and_looking_is_entered(
    compared: int, runner: Client
) -> None:
    text = runner.get(f"{PAGES}{compared}/VAR/gains/").text
    assert "水痘：新しく受けられる住民" in text
    assert "1人です。" in text
    assert "山田" not in text
    assert "対象期間を過ぎました" in text
    (look,) = [entry for entry in entries() if entry.action == "rulebook.affected"]
    assert len(look.subjects) == 1


def test_who_may_only_watch_sees_counts_and_no_list(compared: int) -> None:
    auditor = employ("監査 花子", Duty.AUDIT).client()
    text = auditor.get(f"{PAGES}{compared}/").text
    assert "水痘" in text
    assert "/VAR/gains/" not in text
    assert auditor.get(f"{PAGES}{compared}/VAR/gains/").status_code == 403


@pytest.mark.parametrize("rest", ["0/", "0/VAR/gains/", "{run}/VAR/loses/", "{run}/VAR/other/"])
def test_what_is_not_there_is_not_found(compared: int, runner: Client, rest: str) -> None:
    assert runner.get(PAGES + rest.format(run=compared)).status_code == 404


def test_a_ward_that_compared_nothing_is_told_how_to_begin(
    fresh_ward: Place, runner: Client
) -> None:
    text = runner.get(PAGES).text
    assert "まだ比較はありません。" in text
    assert 'href="/131121/runs/new/"' in text or "runs/new" in text


def test_somebody_without_the_right_is_refused(compared: int) -> None:
    assert employ("入力 次郎", Duty.ENTRY).client().get(PAGES).status_code == 403
