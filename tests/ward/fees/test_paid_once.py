"""A dose is paid for once: to its clinic or to the person, whatever is settled or excluded (ADR 71)."""

from dataclasses import replace
from datetime import date

import pytest
from clinic_files_of_tests import CLINIC, OTHER_CLINIC, clinic, enter_clinics
from database_of_tests import TestCluster
from django.db import IntegrityError, transaction
from doses_of_tests import PROVIDER, check, correct, mr1
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute
from letters_of_tests import BORN
from races_of_tests import almighty, meet_in, types_at_once
from refunds_of_tests import approve as decide
from refunds_of_tests import decided, taken_in, under_a_letter
from refunds_of_tests import proposed as handed_on
from residents_of_tests import add_resident
from settlements_of_tests import (
    APRIL,
    MAY,
    UNIT,
    approve,
    claim,
    contract,
    dose,
    proposed,
    settle,
)
from staff_of_tests import employ

from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.ward.fees import settlements
from sesshu.ward.fees.models import SettledDose, Settlement
from sesshu.ward.fees.settlements import exclude, is_excluded
from sesshu.ward.fees.situations import FeeRefused, PaidBackToPerson, SettlementChanged
from sesshu.ward.records.codes import Source
from sesshu.ward.refunds import operations, situations
from sesshu.ward.refunds.models import RefundDecision

pytestmark = pytest.mark.usefixtures("fresh_ward")
THIRD, FOURTH = Actor(9, "鈴木 一郎"), Actor(10, "高橋 直子")
NOT_ONCE = "DROP TRIGGER settled_dose_was_not_paid_back ON {schema}.settled_dose"
# The month is counted before the word is committed, and its doses are paid after the word is written.
BOTH_WRITE = ("payment_exclusion", "settlement")
PAID_AND_EXCLUDED = (
    "SELECT count(*) FROM settled_dose s WHERE s.sign = 1 AND dose_is_excluded(s.dose_id)"
)


def test_the_newest_word_about_a_dose_holds() -> None:
    given = dose()
    told = []
    for cause in ("対象年齢の外", None, "間違い接種"):
        exclude(CLERK, given.id, cause)
        told.append(is_excluded(given.id))
    assert told == [True, False, True]
    assert [entry.action for entry in entries()[-3:]] == ["fees.excluded"] * 3


def test_without_a_word_what_was_entered_with_the_dose_holds() -> None:
    assert not is_excluded(dose().id)
    assert is_excluded(dose(date(2026, 4, 11), payment_excluded=True).id)
    assert not is_excluded(999_999)


def test_a_word_without_a_reason_is_no_word() -> None:
    given = dose()
    with pytest.raises(IntegrityError, match="payment_exclusion_has_a_cause"):
        exclude(CLERK, given.id, "  ")


def test_a_dose_that_was_paid_back_is_never_billed_by_a_word() -> None:
    given = under_a_letter(add_resident(BORN))
    decided(taken_in(given))
    with pytest.raises(PaidBackToPerson):
        exclude(CLERK, given.id, None)
    assert is_excluded(given.id)
    exclude(CLERK, given.id, "償還払い")
    assert is_excluded(given.id)


def test_a_dose_whose_application_was_refused_may_be_billed() -> None:
    given = under_a_letter(add_resident(BORN))
    decided(taken_in(given), operations.Reason.NOT_PROVED)
    exclude(CLERK, given.id, None)
    assert not is_excluded(given.id)


def test_a_dose_that_is_billed_after_all_is_not_paid_back() -> None:
    given = under_a_letter(add_resident(BORN))
    proposal = handed_on(taken_in(given))
    exclude(CLERK, given.id, None)
    with pytest.raises(situations.NoRefund):
        decide(proposal)
    assert not RefundDecision.objects.exists()


def test_the_page_says_why_a_dose_stays_excluded() -> None:
    given = under_a_letter(add_resident(BORN), source=Source.PROVIDER, evidence=None)
    decided(taken_in(given))
    clerk = employ("費用 花子", Duty.FEES).client()
    page = clerk.post(f"/131121/fees/doses/{given.id}/", {"cause": ""})
    assert page.status_code == 422
    assert "償還払いで本人に支給" in page.text
    assert is_excluded(given.id)


def test_the_database_pays_no_dose_that_is_excluded() -> None:
    contract()
    given, kept = dose(), dose(date(2026, 4, 11))
    claim(1)
    exclude(CLERK, given.id, "対象年齢の外")
    settle()
    assert [*SettledDose.objects.values_list("dose_id", flat=True)] == [kept.id]
    with pytest.raises(IntegrityError), transaction.atomic():
        execute(
            "default",
            "INSERT INTO settled_dose (dose_id, sign, unit_yen, charge_yen) VALUES (%s, 1, 1, 0)",
            [given.id],
        )


def excluded_while_settled(place: Place) -> list[type]:
    """One says that a dose is not paid for while another fixes the month that pays it."""
    contract()
    given = dose()
    claim(1)
    proposal = proposed()
    return types_at_once(
        place,
        lambda: exclude(THIRD, given.id, "対象年齢の外"),
        lambda: approve(proposal, FOURTH),
    )


def test_without_the_guard_a_dose_is_paid_for_at_the_moment_it_is_excluded(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    almighty(test_cluster, fresh_database, fresh_ward, NOT_ONCE)
    meet_in(test_cluster, fresh_database, fresh_ward, *BOTH_WRITE)
    assert excluded_while_settled(fresh_ward) == [type(None), type(None)]
    assert execute("intranet", PAID_AND_EXCLUDED) == [(1,)]


def test_a_month_fixed_at_the_moment_a_dose_is_excluded_does_not_pay_it(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str
) -> None:
    meet_in(test_cluster, fresh_database, fresh_ward, *BOTH_WRITE)
    ended = excluded_while_settled(fresh_ward)
    assert execute("intranet", PAID_AND_EXCLUDED) == [(0,)]
    assert ended == [type(None), SettlementChanged]
    assert not Settlement.objects.exists()


def test_of_two_who_fix_a_month_at_the_same_moment_one_does(fresh_ward: Place) -> None:
    contract()
    dose()
    claim(1)
    first, second = proposed(), proposed()
    ended = types_at_once(
        fresh_ward, lambda: approve(first, THIRD), lambda: approve(second, FOURTH)
    )
    assert sum(issubclass(each, FeeRefused) for each in ended) == 1
    assert [row.yen for row in Settlement.objects.all()] == [UNIT]
    assert SettledDose.objects.count() == 1


def test_two_claims_of_one_moment_leave_one_that_holds(fresh_ward: Place) -> None:
    contract()
    dose()
    types_at_once(fresh_ward, lambda: claim(1), lambda: claim(1))
    settle()
    assert settlements.is_settled(CLINIC, APRIL)


def test_a_settled_dose_is_taken_back_once_and_only_once() -> None:
    contract()
    given = dose()
    claim(1)
    settle()
    exclude(COLLEAGUE, given.id, "間違い接種")
    assert [row.doses for row in settlements.adjustments_of(CLINIC, MAY, load.current())] == [-1]
    for month in (MAY, date(2026, 6, 1)):
        claim(1, month=month)
        settle({("MR1", "given"): "記録がない"}, month=month)
    assert [*SettledDose.objects.order_by("id").values_list("sign", flat=True)] == [1, -1]
    assert sum(row.yen for row in Settlement.objects.all()) == 0


def test_a_dose_taken_back_by_mistake_is_paid_again_and_no_more() -> None:
    contract()
    given = dose()
    claim(1)
    settle()
    exclude(CLERK, given.id, "間違い接種")
    claim(1, month=MAY)
    settle({("MR1", "given"): "記録がない"}, month=MAY)
    exclude(CLERK, given.id, None)
    for month in (date(2026, 6, 1), date(2026, 7, 1)):
        claim(1, month=month)
        settle({("MR1", "given"): "記録がない"}, month=month)
    assert [*SettledDose.objects.order_by("id").values_list("turn", "sign")] == [
        (1, 1),
        (2, -1),
        (3, 1),
    ]
    assert sum(row.yen for row in Settlement.objects.all()) == UNIT


def test_a_dose_moved_to_another_clinic_is_paid_there_when_the_first_gave_it_back() -> None:
    contract()
    enter_clinics([clinic(OTHER_CLINIC)])
    given = dose()
    claim(1)
    settle()
    there = replace(PROVIDER, provider_code=OTHER_CLINIC)
    check(correct(given, replace(mr1(given.entry.resident_id), particulars=there)))
    rulebook = load.current()
    assert settlements.month_of(OTHER_CLINIC, APRIL, rulebook) == ()
    claim(1, month=MAY)
    settle({("MR1", "given"): "記録がない"}, month=MAY)
    [moved] = settlements.month_of(OTHER_CLINIC, APRIL, rulebook)
    assert moved.doses == 1
