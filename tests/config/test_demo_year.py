"""The year of the fictional ward, on a ward of a few dozen: every planted fault is counted as it ended."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from clinic_files_of_tests import child
from conftest import SETAGAYA
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE, entries
from residents_of_tests import add_version
from ward.residents.registry import file_of, take_in

from sesshu.config.demo import patients, payments, planted, year
from sesshu.config.demo.clock import clock
from sesshu.config.demo.masters import Staff
from sesshu.config.demo.planted import Fate, fates
from sesshu.config.demo.summary import summary_lines
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import TOKYO, now
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.walls import directory, enter
from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.outside.clinics import CLASSES
from sesshu.outside.registry import Ward
from sesshu.ward.fees.models import Budget, Settlement
from sesshu.ward.intake.models import IntakeFile, IntakeRow
from sesshu.ward.letters.models import RequestLetter
from sesshu.ward.payments.queries import lists as clinic_lists
from sesshu.ward.pregnancies.models import Pregnancy
from sesshu.ward.recall.models import RecallNotice, RecallStep
from sesshu.ward.records.models import CurrentDose, Dose
from sesshu.ward.refunds.models import RefundDecision
from sesshu.ward.refunds.queries import lists as refund_lists
from sesshu.ward.residents.guarded import KIND as CONTACT
from sesshu.ward.residents.models import ResidentSearch
from sesshu.ward.rulebooks.as_known import as_known
from sesshu.ward.rulebooks.web.as_known import end_of
from sesshu.ward.vouchers.models import IssueStep, Voucher, VoucherReturn, VoucherVoid

WARD = Ward("131121", year.FEWEST, seed=1, on=date(2025, 3, 31))
STAFF = Staff(CLERK, COLLEAGUE, *(Actor(number, f"職員{number}") for number in range(9, 15)))
YEARS_EVE, LISTED = date(2025, 3, 31), date(2025, 5, 1)
DAYS = tuple(
    date(2025, month, day)
    for month, day in (
        *((5, day) for day in (12, 16)),  # letters leave, counters open
        *((6, day) for day in (5, 12, 16, 20, 28)),  # files, recall; sent; counters; settled; paid
        *((7, day) for day in (16, 20, 28)),  # who was away is paid back
    )
)
RSV_LISTED, RSV_SENT = date(2026, 4, 18), date(2026, 4, 28)
DIED_ON = date(2025, 5, 8)
MAYS = ("extracted", "fixed", "numbered", "posted")
PASS_WITH_A_WARNING = {"V073", "V083", "V083B"}
TODDLERS, INFANTS, LATE = range(1, 41), range(50, 56), range(60, 64)
FLED, BABY = 90, 91
OTHERS = {
    70: {"birth_on": date(2011, 3, 2), "sex": "1"},
    71: {"birth_on": date(1996, 3, 2), "sex": "2"},
    **{number: {"birth_on": date(1950, 3, number - 70)} for number in range(72, 86)},
}


def residents() -> Iterator[dict[str, object]]:
    """Toddlers for most faults, infants of the age of BCG and past it, a boy, a woman, old people."""
    for number in TODDLERS:
        yield child(number, birth_on=date(2023, 8, 1) + timedelta(days=6 * number))
    for number in INFANTS:
        yield child(number, birth_on=date(2024, 11, 1) + timedelta(days=number))
    for number in LATE:
        yield child(number, birth_on=date(2024, 6, 1) + timedelta(days=number))
    for number, values in OTHERS.items():
        yield child(number, **values)
    yield child(FLED, birth_on=date(2020, 3, 2), protection="1", protection_from=date(2024, 4, 1))
    yield child(BABY, birth_on=date(2025, 2, 20))


def live() -> None:
    with clock() as day:
        for on in (YEARS_EVE, LISTED, *DAYS, RSV_LISTED, RSV_SENT):
            with day(on):
                year.work(WARD, on, STAFF)
                if on == LISTED and not VoucherVoid.objects.exists():
                    dies(Voucher.objects.earliest("pk").resident_id)


def dies(resident: int) -> None:
    """Somebody whose letter is being printed."""
    born_on = ResidentSearch.objects.get(pk=resident).birth_on
    add_version(resident, born_on, valid_from=DIED_ON, died_on=DIED_ON, status="4")


def counts() -> list[int]:
    models = (Voucher, IssueStep, IntakeFile, IntakeRow, Dose, RecallNotice, RecallStep)
    return [model.objects.count() for model in models]


def days_of(rows: Iterable[Any]) -> list[date]:
    """The days on which rows were recorded, in their order."""
    return [row.recorded_at.astimezone(TOKYO).date() for row in rows]


def stops(row: IntakeRow) -> bool:
    """Whether a finding of a row keeps it from being recorded."""
    return any(finding["level"] in ("error", "hold") for finding in row.findings)


@pytest.fixture(scope="module")
def _lived(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as changed, enter(SETAGAYA):
        changed.setattr(planted, "state_dir", lambda: folder)
        changed.setattr(patients, "SHARE_OF_CHILDREN", 0.5)
        with clock() as day, day(YEARS_EVE):
            take_in(file_of(folder / "residents.csv", *residents()))
        live()
        yield


@pytest.fixture
def found(_lived: None) -> dict[str, Fate]:
    return {fate.check: fate for fate in fates()}


def test_a_fault_of_every_class_is_planted_and_found(found: dict[str, Fate]) -> None:
    assert set(found) == set(CLASSES)
    assert {(fate.planted, fate.found) for fate in found.values()} == {(1, 1)}


def test_only_what_is_merely_unusual_is_recorded(found: dict[str, Fate]) -> None:
    assert {check for check, fate in found.items() if not fate.stopped} == PASS_WITH_A_WARNING


@pytest.mark.usefixtures("_lived")
def test_every_dose_of_a_right_form_is_on_record_once() -> None:
    rows = [row for row in IntakeRow.objects.all() if not stops(row)]
    assert len(rows) > len(CLASSES)
    assert {row.state for row in rows} == {"recorded"}
    by_hand = RefundDecision.objects.count()  # the dose given elsewhere
    assert CurrentDose.objects.count() == Dose.objects.count() == len(rows) + by_hand


@pytest.mark.usefixtures("_lived")
def test_what_was_stopped_went_back_to_the_clinics() -> None:
    stopped = IntakeRow.objects.exclude(state="recorded")
    assert set(stopped.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.usefixtures("_lived")
def test_vouchers_and_letters_left_by_two_people() -> None:
    steps = IssueStep.objects.order_by("id")
    assert [*steps.values_list("step", flat=True)] == [*MAYS, *MAYS]  # and those of RSV
    assert days_of(steps) == [LISTED] * 3 + [DAYS[0]] + [RSV_LISTED] * 3 + [RSV_SENT]
    assert RecallNotice.objects.count() > 0
    assert set(RecallStep.objects.values_list("step", flat=True)) == {"found", "fixed", "posted"}


@pytest.mark.usefixtures("_lived")
def test_the_letter_to_who_died_before_the_post_was_stopped() -> None:
    stopped = VoucherVoid.objects.exclude(cause="reissued")
    assert {each.cause for each in stopped} == {"died"}
    assert stopped.values("voucher__resident").distinct().count() == 1


@pytest.mark.usefixtures("_lived")
def test_lost_and_returned_letters_come_over_the_counter_every_month() -> None:
    reissued = VoucherVoid.objects.filter(cause="reissued").order_by("recorded_at")
    counters = [on for on in DAYS if on.day == 16]
    assert days_of(reissued) == counters
    returned = VoucherReturn.objects.order_by("pk")
    assert [each.returned_on for each in returned] == counters
    assert [each.settled_at is None for each in returned] == [False, False, True]


@pytest.mark.usefixtures("_lived")
def test_a_child_vaccinated_under_a_letter_is_paid_back() -> None:
    letter = RequestLetter.objects.earliest("pk")
    assert letter.issued_on == date(2025, 5, 16)
    decision = RefundDecision.objects.get()
    assert (decision.resident_id, decision.amount_yen) == (letter.resident_id, 8_000)
    [paid] = refund_lists()
    assert (paid.payment_list.listed_on, paid.paid_on) == (date(2025, 7, 20), date(2025, 7, 28))


@pytest.mark.usefixtures("_lived")
def test_each_clinic_of_may_is_settled_and_paid() -> None:
    settled = Settlement.objects.all()
    assert {each.month for each in settled} == {LISTED}
    assert sum(each.yen for each in settled) == sum(each.yen for each in clinic_lists()) > 0
    assert {each.paid_on for each in clinic_lists()} == {date(2025, 6, 28)}
    assert Budget.objects.filter(fiscal_year=2025).count() == len(payments.BUDGET_YEN)


@pytest.mark.usefixtures("_lived")
def test_who_told_of_a_pregnancy_is_sent_a_voucher_by_people_who_may_know() -> None:
    vouchers = Voucher.objects.filter(series="RSV")
    assert vouchers.count() == Pregnancy.objects.count() > 0
    acts = [each for each in entries() if each.action in ("issue.begun", "issue.posted")]
    assert {each.actor_name for each in acts[-2:]} == {STAFF.runner_of_mothers.name}


@pytest.mark.usefixtures("_lived")
def test_a_guarded_contact_is_shown_once_by_another() -> None:
    asked = Proposal.objects.get(kind=CONTACT)
    assert (asked.proposed_by_name, asked.decided_by_name) == (CLERK.name, STAFF.guarding.name)


@pytest.mark.usefixtures("_lived")
def test_what_was_known_in_may_is_answered_as_it_was_known_in_may() -> None:
    given = CurrentDose.objects.filter(given_on__month=5).earliest("pk")
    before, after = (end_of(on, now()) for on in (date(2025, 6, 4), date(2025, 6, 5)))
    assert [len(as_known(given.resident_id, at).verdict.doses) for at in (before, after)] == [0, 1]


@pytest.mark.usefixtures("_lived")
def test_a_year_that_was_lived_is_not_lived_again() -> None:
    before = counts()
    live()
    assert counts() == before


def test_the_summary_tells_each_class_and_their_sums(
    found: dict[str, Fate], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sesshu.config.demo import summary

    monkeypatch.setattr(summary, "COUNTS", [each for each in summary.COUNTS if "誤り" in each[0]])
    lines = summary_lines([directory.Municipality("131121", "世田谷区", demo=True)], DAYS[-1])
    told = {line.title.strip(): line.values[0] for line in lines}
    assert told["わざと入れた誤り"] == told["うち確認が見つけた誤り"] == "17"
    assert told["うち登録を止めた誤り"] == "14"
    assert told["わざと入れた誤り V075"] == "1件中 発見1・停止1"
    assert told["うち注意をつけて登録した誤り"] == "3"
    assert told["わざと入れた誤り V083"] == "1件中 発見1・注意1"


def test_a_fault_that_nothing_found_is_counted_as_passed(found: dict[str, Fate]) -> None:
    spoilt = IntakeRow.objects.exclude(state="recorded").values("file")
    right = IntakeRow.objects.filter(state="recorded").exclude(file__in=spoilt).earliest("pk")
    labels = planted.file_of(right.file.file_id).with_suffix(planted.SUFFIX)
    before = labels.read_text(encoding="utf-8")
    planted.keep_labels(right.file.file_id, {right.line_number: "V079"})
    assert Fate("V079", planted=2, found=1, stopped=1) in fates()
    labels.write_text(before, encoding="utf-8")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 100_000))
def test_a_ward_large_enough_begins_the_day_before_a_whole_fiscal_year(
    on: date, residents: int
) -> None:
    begun = year.begins_before_year(residents, on)
    if begun is None:
        assert residents < year.FEWEST
        return
    lived = year.year_of(Ward("131121", residents, seed=1, on=begun))
    assert lived is not None
    assert begun + timedelta(days=1) == fiscal_year_begins(lived)
    assert fiscal_year_ends(lived) < on <= fiscal_year_ends(lived + 1)


@pytest.mark.parametrize(
    ("residents", "on"), [(4_999, date(2025, 3, 31)), (20_000, date(2026, 11, 16))]
)
def test_a_ward_that_is_small_or_began_on_another_day_has_no_year(residents: int, on: date) -> None:
    assert year.year_of(Ward("131121", residents, seed=1, on=on)) is None
