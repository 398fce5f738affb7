"""Budgets of series beside what they cost, and where a year is likely to end (V109)."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE, execute
from letters_of_tests import BORN
from refunds_of_tests import decided, taken_in, under_a_letter
from residents_of_tests import add_resident
from settlements_of_tests import APRIL, MAY, MR1, UNIT, claim, contract, dose, settle
from staff_of_tests import employ

from sesshu.foundation import second_person
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.kernel.calendar import fiscal_year
from sesshu.ward.fees import budgets, settlements
from sesshu.ward.fees.budgets import Allowed, used_in, watch
from sesshu.ward.fees.models import Budget
from sesshu.ward.fees.watching import Watched, likely, month_of_year, watched

MONTHS = [date(2026 + (number > 9), (number + 2) % 12 + 1, 1) for number in range(1, 13)]
BEFORE = [month.replace(year=month.year - 1) for month in MONTHS]
YEN = st.integers(0, 50_000_000)


def by_month(months: list[date]) -> st.SearchStrategy[dict[date, int]]:
    return st.dictionaries(st.sampled_from(months), YEN)


def asked(yen: int, series: str = "MR1", year: int = 2026) -> Proposal:
    return budgets.propose(CLERK, Allowed(year, series, yen), "当初予算のとおり")


def enter(yen: int, series: str = "MR1", year: int = 2026) -> None:
    proposal = asked(yen, series, year)
    second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)


def test_a_year_has_twelve_months_from_april_on() -> None:
    assert [month_of_year(month) for month in MONTHS] == list(range(1, 13))
    assert (MONTHS[0], MONTHS[-1]) == (date(2026, 4, 1), date(2027, 3, 1))


@given(by_month(MONTHS), by_month(BEFORE), st.sampled_from(MONTHS))
def test_a_year_is_never_likely_to_cost_less_than_it_did(
    used: dict[date, int], before: dict[date, int], through: date
) -> None:
    so_far = {month: yen for month, yen in used.items() if month <= through}
    found = likely(so_far, before, through)
    assert found is not None
    assert found >= sum(so_far.values())


@given(by_month(MONTHS), by_month(BEFORE))
def test_a_year_that_is_over_costs_what_it_did(
    used: dict[date, int], before: dict[date, int]
) -> None:
    assert likely(used, before, MONTHS[-1]) == sum(used.values())


@given(by_month(BEFORE), st.sampled_from(MONTHS))
def test_a_year_like_the_one_before_ends_like_it(before: dict[date, int], through: date) -> None:
    same = {month.replace(year=month.year + 1): yen for month, yen in before.items()}
    so_far = {month: yen for month, yen in same.items() if month <= through}
    assert likely(so_far, before, through) == sum(before.values())


@given(st.integers(1, 12), YEN)
def test_without_a_year_before_each_month_costs_as_those_so_far(months: int, yen: int) -> None:
    used = dict.fromkeys(MONTHS[:months], yen)
    assert likely(used, {}, MONTHS[months - 1]) == 12 * yen


@given(by_month(MONTHS), by_month(BEFORE), st.sampled_from(MONTHS))
def test_what_was_paid_for_later_months_is_never_multiplied(
    used: dict[date, int], before: dict[date, int], through: date
) -> None:
    so_far = {month: yen for month, yen in used.items() if month <= through}
    alone, found = likely(so_far, before, through), likely(used, before, through)
    assert alone is not None
    assert found == max(alone, sum(used.values()))


def test_before_a_month_is_settled_nobody_says_where_the_year_ends() -> None:
    assert likely({}, {BEFORE[0]: 100}, None) is None


def test_what_is_given_in_winter_is_expected_in_winter() -> None:
    winter = {date(2025, 11, 1): 900, date(2025, 12, 1): 100}
    assert likely({}, winter, date(2026, 9, 1)) == 1_000
    assert likely({date(2026, 11, 1): 1_800}, winter, date(2026, 11, 1)) == 2_000


@pytest.mark.parametrize(
    ("budget", "used", "expected", "left", "runs_out"),
    [
        (None, 10, 20, None, False),
        (20, 10, 20, 10, False),
        (19, 10, 20, 9, True),
        (9, 10, None, -1, True),
        (10, 10, None, 0, False),
        (0, -5, -60, 5, False),
    ],
)
def test_a_budget_runs_out_when_more_is_used_or_likely(
    budget: int | None, used: int, expected: int | None, left: int | None, *, runs_out: bool
) -> None:
    found = Watched("MR1", budget, used, expected)
    assert (found.left, found.runs_out) == (left, runs_out)


@given(st.dictionaries(st.sampled_from(["MR1", "FLU", "HBV"]), YEN))
def test_every_series_with_a_budget_or_a_cost_is_watched_once(allowed: dict[str, int]) -> None:
    used = {"FLU": {MONTHS[0]: 5}, "PCV": {MONTHS[1]: 7}}
    rows = watched(allowed, used, {}, MONTHS[1])
    assert [row.series for row in rows] == sorted(allowed.keys() | used.keys())
    assert sum(row.used for row in rows) == 12


@pytest.mark.usefixtures("fresh_ward")
class TestOnRecord:
    """Against what is settled and decided."""

    def test_what_was_settled_counts_in_the_year_of_its_doses(self) -> None:
        contract()
        dose()
        dose(date(2026, 4, 11))
        claim(2)
        settle()
        enter(30_000)
        [row] = watch(2026)
        assert (row.budget, row.used, row.left) == (30_000, 2 * UNIT, 30_000 - 2 * UNIT)
        assert row.likely == 24 * UNIT
        assert row.runs_out
        assert watch(2025) == ()

    def test_what_goes_back_costs_nothing_and_what_is_taken_back_is_taken_off(self) -> None:
        contract()
        given = dose()
        claim(1)
        settle()
        settlements.exclude(CLERK, given.id, "対象年齢の外")
        claim(1, month=MAY)
        settle({MR1: "記録がない"}, month=MAY)
        assert used_in(2026) == {"MR1": {APRIL: 0}}

    def test_what_people_are_paid_back_is_used_too(self) -> None:
        decision = decided(taken_in(under_a_letter(add_resident(BORN))))
        year = fiscal_year(today())
        assert used_in(year) == {"HBV": {today().replace(day=1): decision.amount_yen}}
        assert used_in(year - 1) == {}

    def test_a_newer_budget_takes_the_place_of_the_older_in_its_year_alone(self) -> None:
        enter(100)
        enter(200)
        enter(300, year=2027)
        enter(0, series="FLU")
        assert [(row.series, row.budget) for row in watch(2026)] == [("FLU", 0), ("MR1", 200)]
        assert Budget.objects.count() == 4

    def test_nobody_sets_a_budget_alone(self) -> None:
        proposal = asked(100)
        with pytest.raises(OwnProposal):
            second_person.approve(CLERK, proposal.pk, proposal.sha256)
        with pytest.raises(IntegrityError, match="no such text"):
            execute(
                "intranet", "INSERT INTO budget (proposal_id, place) VALUES (%s, 0)", [proposal.pk]
            )

    def test_a_budget_is_no_debt(self) -> None:
        proposal = asked(-1)
        with pytest.raises(IntegrityError, match="budget_is_no_debt"):
            second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)

    @pytest.mark.parametrize(
        "statement", ["UPDATE budget SET yen = 1", "DELETE FROM budget", "TRUNCATE budget"]
    )
    def test_a_budget_that_was_set_is_never_changed(self, statement: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("intranet", statement)

    def test_a_budget_is_set_on_the_pages(self) -> None:
        clerk = employ("費用 花子", Duty.FEES).client()
        checker = employ("確認 太郎", Duty.CHECK).client()
        typed = {"series": "MR1", "yen": "1000000", "reason": "当初予算"}
        here = "/131121/fees/budget/?year=2026"
        assert "申請しました" in clerk.post(here, typed, follow=True).text
        decide(checker)
        page = clerk.get(here).text
        assert "1,000,000円" in page
        assert "足りる見込み" in page
        assert "まだ確定した月がありません" in page

    @pytest.mark.parametrize("wrong", [{"yen": "-1"}, {"yen": ""}, {"series": "X"}, {"reason": ""}])
    def test_a_budget_that_cannot_be_is_not_asked_for(self, wrong: dict[str, str]) -> None:
        clerk = employ("費用 花子", Duty.FEES).client()
        typed = {"series": "MR1", "yen": "1", "reason": "当初予算"} | wrong
        assert clerk.post("/131121/fees/budget/", typed).status_code == 422
        assert not Proposal.objects.filter(kind=budgets.KIND).exists()


def decide(checker: Client) -> None:
    proposal = Proposal.objects.latest("id")
    page = checker.get(f"/131121/fees/approvals/{proposal.pk}/")
    assert "2026年度" in page.text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    checker.post(f"/131121/fees/approvals/{proposal.pk}/", said)
