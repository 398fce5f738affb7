"""対象者・未接種者: made of what the runs and the rounds hold (F14, F15)."""

from datetime import date

import pytest
from merges_of_tests import merge
from recalls_of_tests import FIVE_YEARS_OLD, found, posted
from recalls_of_tests import je1 as asked_again
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ
from vouchers_of_tests import ONE_YEAR_OLD, extracted, mr_until, numbered, vouchers_of

from sesshu.documents.listing import KINDS
from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.walls import Place
from sesshu.ward.recall.queries import round_of
from sesshu.ward.rosters.eligible import Eligible
from sesshu.ward.rosters.lines import HELD_BACK, Roster, in_a_sheet
from sesshu.ward.rosters.overdue import Overdue
from sesshu.ward.vouchers.at_entry import grouped
from sesshu.ward.vouchers.queries import issue_run

TODAY = date(2026, 11, 20)
ADDRESS = "東京都世田谷区代田1番2号"


def told(roster: Roster) -> list[dict[str, object]]:
    """The lines of a roster by the titles of its columns."""
    titles = [column.title for column in KINDS[roster.form].columns]
    return [dict(zip(titles, map(in_a_sheet, line.values), strict=True)) for line in roster.lines()]


def eligible(run: int) -> Eligible:
    seen = issue_run(run)
    assert seen is not None
    return Eligible(seen[0])


def overdue(number: int) -> Overdue:
    seen = round_of(number)
    assert seen is not None
    return Overdue(seen)


def test_a_list_of_the_eligible_names_each_with_their_voucher(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD, address=ADDRESS)
    run = numbered(mr_until())
    [line] = told(eligible(run))
    assert line["住所"] == ADDRESS
    assert line["予防接種"] == "麻しん風しん 第1期"
    assert line["受けられる期間"] == "令和8年12月9日から令和9年12月9日まで"
    assert line["券番号"] == grouped(vouchers_of(run)[child].number)
    assert eligible(run).number() == 1


def test_before_numbers_are_given_the_list_has_none(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    shelter(add_resident(ONE_YEAR_OLD, address=ADDRESS))
    lines = told(eligible(extracted(mr_until())))
    assert {line["券番号"] for line in lines} == {""}
    assert HELD_BACK in {line["住所"] for line in lines}
    assert ADDRESS not in {line["住所"] for line in lines}


def test_a_list_of_the_overdue_tells_who_was_written_to_and_when(fresh_ward: Place) -> None:
    child = add_resident(FIVE_YEARS_OLD, address=ADDRESS)
    first = overdue(posted())
    again = overdue(found(asked_again(attempt=2), date(2027, 3, 1)))
    [line] = told(again)
    assert (line["回"], line["通知の数"]) == ("1回目", "1")
    assert line["前回の通知"] is not None
    assert line["受けられる最後の日"] == date(2028, 11, 30)
    other = add_resident(FIVE_YEARS_OLD)
    merge(other, child)
    assert first.number() == 1


def test_who_is_left_out_of_the_letters_stays_among_the_overdue(fresh_ward: Place) -> None:
    """A second letter is not written to whom the first one was not."""
    add_resident(FIVE_YEARS_OLD)
    number = found(asked_again(attempt=2))
    seen = round_of(number)
    assert seen is not None
    assert (seen.letters, overdue(number).number()) == (0, 1)


def test_lists_are_printed_from_the_pages_of_run_and_round(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    add_resident(FIVE_YEARS_OLD)
    run, number = extracted(mr_until()), found()
    runs = employ("一括 次郎", Duty.RUNS).client()
    pages = {
        f"/131121/issue-runs/{run}/list/": f"/131121/issue-runs/{run}/roster/1",
        f"/131121/recalls/{number}/": f"/131121/recalls/{number}/roster/1",
    }
    for page, paper in pages.items():
        assert f'href="{paper}"' in runs.get(page).text
        assert runs.get(paper).content.startswith(b"%PDF")
        assert runs.get(f"{paper}0").status_code == 404
    assert runs.get("/131121/recalls/0/roster/1").status_code == 404


@pytest.mark.parametrize(("kind", "form"), [("issue.eligible", "F14"), ("recall.overdue", "F15")])
def test_what_leaves_the_house_has_the_columns_of_the_form(
    fresh_ward: Place, kind: str, form: str
) -> None:
    add_resident(ONE_YEAR_OLD)
    add_resident(FIVE_YEARS_OLD)
    conditions = {"run": str(extracted(mr_until())), "round": str(found())}
    taken = list_of(kind)
    assert [one.label for one in taken.columns] == [one.title for one in KINDS[form].columns]
    [row] = taken.rows(conditions)
    assert len(row.values) == len(taken.columns)
    assert taken.said(conditions)
    with pytest.raises(UnknownConditions):
        taken.said({"run": "0", "round": "x"})
