"""V083: the fee class of a clinic's row beside who pays by the ward's facts of the day, in A類 and in B類."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from clinic_files_of_tests import (
    CLINIC,
    child,
    clinic,
    clinic_file,
    enter_clinics,
    enter_lots,
    form,
    found_in,
    lot,
    resident,
    rows_of,
    take,
)
from django.db import DatabaseError
from fees_of_tests import BEGINS, receipt, take_welfare, welfare_file
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK
from merges_of_tests import merge
from residents_of_tests import add_resident
from ward.residents.registry import file_of, take_in

from sesshu.foundation.walls import Place
from sesshu.ward.fees.charges import Charges
from sesshu.ward.fees.codes import FeeClass, TaxClass
from sesshu.ward.fees.exemptions import exempt_on, exempt_on_days
from sesshu.ward.fees.operations import enter_tax
from sesshu.ward.fees.rules import EXEMPT, PUBLIC, UNKNOWN, Fee, contradicts
from sesshu.ward.intake.models import IntakeRow
from sesshu.wire.clinic_files.form import Form

PAYS = Fee(FeeClass.COPAYMENT, 2_500, "告示", verify=False)
BORN = date(1950, 2, 10)
HELPED, PAYING, MARRIED = 301, 302, 303
SAID = st.sampled_from([each.value for each in FeeClass])


def old(number: int) -> dict[str, object]:
    return child(number, birth_on=BORN)


def flu(number: int, **others: object) -> Form:
    said = {"birth_on": BORN, "series": "FLU", "product": "FLU", "brand": None, "lot": "HA12B"}
    return form(number, **(said | others))


@pytest.fixture(scope="module")
def office(database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sesshu.foundation.walls import enter

    folder = tmp_path_factory.mktemp("fees")
    with enter(Place("131121", "ward")):
        take_in(file_of(folder / "residents.csv", *map(old, (HELPED, PAYING, MARRIED)), child(1)))
        enter_clinics([clinic(CLINIC, series=("MR1", "FLU", "COVID"))])
        enter_lots([lot("MR512"), lot("HA12B", "FLU")])
        take_welfare(welfare_file(folder / "W.csv", receipt(resident(HELPED))))
    return folder


def checked(office: Path, name: str, *forms: Form) -> list[IntakeRow]:
    return rows_of(take(clinic_file(office / f"{name}.csv", *forms)))


@given(SAID)
def test_what_is_not_charged_is_public_and_nothing_else(said: str) -> None:
    assert contradicts(said, PUBLIC) == (said != "public")


@given(SAID)
def test_who_pays_a_share_is_neither_exempt_nor_free(said: str) -> None:
    assert contradicts(said, PAYS) == (said != "copayment")


@given(SAID)
def test_of_who_is_exempt_no_share_is_taken_whatever_the_clinic_calls_it(said: str) -> None:
    assert contradicts(said, EXEMPT) == (said == "copayment")


@given(SAID)
def test_where_no_amount_is_entered_only_an_exemption_is_too_much(said: str) -> None:
    assert contradicts(said, UNKNOWN) == (said == "exempt")


@pytest.mark.parametrize(
    ("number", "said", "is_found"),
    [
        (HELPED, "exempt", False),
        (HELPED, "copayment", True),
        (PAYING, "copayment", False),
        (PAYING, "exempt", True),
        (PAYING, "public", True),
    ],
)
def test_a_row_of_b_is_held_against_the_facts_of_its_day(
    ward: Place, office: Path, number: int, said: str, *, is_found: bool
) -> None:
    [row] = checked(office, f"{number}-{said}", flu(number, fee_class=said))
    assert found_in(row) == ({"other_fee_class"} if is_found else set())
    assert row.state == "ready"


def test_the_day_before_help_begins_the_share_is_paid(ward: Place, office: Path) -> None:
    before = BEGINS - timedelta(days=1)
    rows = checked(
        office,
        "days",
        flu(HELPED, fee_class="exempt", given_on=before),
        flu(MARRIED, fee_class="copayment", given_on=before),
    )
    assert [found_in(row) for row in rows] == [{"other_fee_class"}, set()]


def test_a_row_of_a_is_public_whoever_is_helped(ward: Place, office: Path) -> None:
    [row] = checked(office, "a", form(1, fee_class="copayment"))
    assert found_in(row) == {"other_fee_class"}


def test_nothing_in_a_finding_says_why_somebody_is_exempt(ward: Place, office: Path) -> None:
    [row] = checked(office, "why", flu(HELPED, fee_class="copayment"))
    [finding] = row.findings
    assert (finding["check"], finding["level"]) == ("V083", "warning")
    assert not any(word in str(row.findings) for word in ("生活保護", "課税", "免除", "支援給付"))


def test_a_finding_reads_alike_in_both_directions(ward: Place, office: Path) -> None:
    rows = checked(
        office, "alike", flu(HELPED, fee_class="copayment"), flu(PAYING, fee_class="exempt")
    )
    assert rows[0].findings == rows[1].findings


def test_one_question_about_many_days_answers_as_many_about_one(ward: Place, office: Path) -> None:
    people = [resident(number) for number in (HELPED, PAYING)]
    days = [BEGINS + timedelta(days=each) for each in (-1, 0, 1, 41, 42)]
    asked = [(person, day) for person in people for day in days]
    one_by_one = {(person, day) for person, day in asked if person in exempt_on([person], day)}
    assert exempt_on_days(asked, "jobs") == one_by_one
    assert len(one_by_one) == 3


def test_nobody_is_asked_about_when_no_row_is_charged(ward: Place) -> None:
    assert exempt_on_days([], "jobs") == set()


def test_pages_ask_about_nobody_but_one(ward: Place, office: Path) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        exempt_on_days([(resident(HELPED), BEGINS)], "default")


def test_who_is_untaxed_or_was_merged_is_answered_as_one_by_one(
    ward: Place, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    untaxed, twin, other = (add_resident(BORN, atena_number=f"88000000{n:02}") for n in range(3))
    enter_tax(CLERK, untaxed, 2026, TaxClass.EXEMPT)
    enter_tax(CLERK, other, 2026, TaxClass.EXEMPT)
    enter_tax(CLERK, other, 2026, TaxClass.TAXED)
    merge(untaxed, twin)
    monkeypatch.setattr(Charges, "untaxed_are_exempt", lambda *_: True)
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1), BEGINS]
    people = [untaxed, twin, other, resident(HELPED), resident(PAYING)]
    asked = [(person, day) for person in people for day in days]
    one_by_one = {(person, day) for person, day in asked if person in exempt_on([person], day)}
    assert exempt_on_days(asked, "jobs") == one_by_one
    assert {(untaxed, days[1]), (twin, days[2]), (resident(HELPED), BEGINS)} <= one_by_one
    assert not {(other, day) for day in days} & one_by_one
