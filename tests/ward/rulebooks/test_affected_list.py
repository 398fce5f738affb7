"""The residents a new release of the law would reach, taken out by way of the media ledger (issue 3.8)."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import pyzipper
from ledger_of_tests import entries
from media_of_tests import Office
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ
from ward.rulebooks.drafts import compare, draft, file_with

from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Duty
from sesshu.foundation.media import handling
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.walls import Place
from sesshu.ward.rulebooks.lists import Affected

ANYBODY = SignedIn(
    1, "1", "a", "職員", Department.INFECTION, frozenset(), 1, datetime.max.replace(tzinfo=UTC)
)
FOUR, TODDLER = date(2022, 6, 1), date(2025, 3, 1)
HIDDEN = "東京都世田谷区砧八丁目9番9号"


@pytest.fixture
def compared(fresh_ward: Place, tmp_path: Path) -> int:
    """A comparison by which one child gains, a protected one too, and one is moved."""
    add_resident(FOUR)
    add_resident(TODDLER)
    shelter(add_resident(FOUR, address=HIDDEN))
    return compare(file_with(tmp_path, draft()))[0]


@pytest.fixture
def office(compared: int) -> Office:
    asker, security = employ("申請 太郎", Duty.RUNS), employ("情報 守", Duty.SECURITY)
    return Office(asker.actor, security.actor, list_kind=Affected.kind)


def lines_of(conditions: dict[str, str]) -> list[tuple[object, ...]]:
    return [tuple(row.values) for row in list_of(Affected.kind).rows(conditions)]


def test_who_gains_and_who_is_moved_leaves_as_a_csv_with_both_verdicts(
    office: Office, compared: int
) -> None:
    number = office.made(conditions={"run": str(compared)})
    fetched = handling.download(office.asker, number)
    passphrase = handling.passphrase(office.security, number)
    with pyzipper.AESZipFile(BytesIO(fetched.content)) as archive:
        archive.setpassword(passphrase.encode())
        text = archive.read(f"take-out-{number}.csv").decode("utf-8-sig")
    heading, *rows = csv.reader(StringIO(text))
    assert heading[:4] == ["宛名番号", "種類", "変わり方", "今の状態"]
    assert [row[1:4] for row in rows] == [
        ["水痘", "新しく受けられる", "対象期間を過ぎました"],
        ["水痘", "新しく受けられる", "対象期間を過ぎました"],
        ["水痘", "日付などが変わる", rows[2][3]],
    ]
    assert HIDDEN not in text
    (made,) = [entry for entry in entries() if entry.action == "take_out.made"]
    assert len(made.subjects) == 3


def test_conditions_narrow_the_list(compared: int) -> None:
    run = {"run": str(compared)}
    assert len(lines_of(run)) == 3
    assert len(lines_of(run | {"series": "VAR", "effect": "gains"})) == 2
    assert lines_of(run | {"series": "MR1"}) == []


@pytest.mark.parametrize(
    "given",
    [{}, {"run": "0"}, {"run": "x"}, {"run": "1", "effect": "eats"}, {"run": "１"}],
)
def test_an_address_that_names_no_comparison_names_no_list(
    compared: int, given: dict[str, str]
) -> None:
    with pytest.raises(UnknownConditions):
        list_of(Affected.kind).accepted(given, ANYBODY)


def test_who_approves_reads_in_words_what_was_asked_for(compared: int) -> None:
    wanted = {"run": str(compared), "series": "VAR", "effect": "moved", "other": "x"}
    affected = list_of(Affected.kind)
    accepted = affected.accepted(wanted, ANYBODY)
    assert "other" not in accepted
    said = dict(affected.said(accepted))
    assert said["種類"] == "水痘"
    assert "next-year.json" in said["比較"]
    assert dict(affected.said({"run": str(compared)}))["変わり方"] == "すべて"
