"""One dose, two people: it counts only when another account confirmed exactly what was entered (R5, B3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from doses_of_tests import (
    AS_GIVEN,
    BORN,
    FIRST_MR,
    ON,
    PROVIDER,
    cancel,
    check,
    correct,
    enter,
    mr1,
    pcv,
    record,
)
from ledger_of_tests import CLERK, COLLEAGUE, entries, last_entry
from residents_of_tests import add_resident

from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import AlreadyDecided, NoReason, OwnProposal, State
from sesshu.kernel.outcomes import Counts, ErrorClass, Legal
from sesshu.schedule import load
from sesshu.ward.records import operations, queries, situations
from sesshu.ward.records.codes import Outcome, ScreeningReason
from sesshu.ward.records.entry import DoseEntry

pytestmark = pytest.mark.usefixtures("ward")

THIRD = Actor(9, "鈴木 一郎")


@pytest.fixture
def child(ward: object) -> int:
    return add_resident(BORN)


def test_a_dose_counts_once_a_second_person_confirmed_it(child: int) -> None:
    proposal = enter(mr1(child))
    assert queries.doses_of(child) == ()
    check(proposal)
    [dose] = queries.doses_of(child)
    assert dose.entry == mr1(child)
    assert (dose.dose_number, dose.legal, dose.counts, dose.error) == (
        1,
        Legal.ROUTINE_A,
        Counts.YES,
        None,
    )
    assert (dose.entered_by_name, dose.checked_by_name) == (CLERK.name, COLLEAGUE.name)
    assert dose.release == load.current().release


@pytest.mark.parametrize(
    ("given_on", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-11-20", 2026)]
)
def test_the_fiscal_year_of_a_dose_is_that_of_its_day(child: int, given_on: str, year: int) -> None:
    assert record(mr1(child, date.fromisoformat(given_on))).fiscal_year == year


def test_all_items_of_the_form_are_kept(child: int) -> None:
    place = replace(PROVIDER, doctor="高橋 医師", note="左上腕に発赤あり")
    entry = mr1(child, payment_excluded=True, particulars=place)
    assert record(entry).entry == entry


def test_nobody_confirms_their_own_entry(child: int) -> None:
    proposal = enter(mr1(child))
    with pytest.raises(OwnProposal):
        check(proposal, CLERK)
    assert queries.doses_of(child) == ()
    assert last_entry().reason == "own_proposal"


def test_a_dose_too_soon_is_stopped_before_it_is_asked_for(child: int) -> None:
    record(pcv(child, date(2025, 5, 10)))
    too_soon = pcv(child, date(2025, 5, 31))
    with pytest.raises(situations.StoppedByLaw):
        enter(too_soon)
    assert len(queries.doses_of(child)) == 1
    assert (last_entry().kind, last_entry().reason) == ("refusal", "stopped_by_law")
    assert last_entry().subjects == [child]


@pytest.mark.parametrize("reason", [None, "", " "])
def test_a_stopped_dose_needs_words_even_when_it_was_given_like_this(
    child: int, reason: str | None
) -> None:
    record(pcv(child, date(2025, 5, 10)))
    place = replace(PROVIDER, stated_reason=reason)
    with pytest.raises(situations.NoStatedReason):
        enter(pcv(child, date(2025, 5, 31), as_given=True, particulars=place))


def test_a_stopped_dose_is_recorded_as_given_with_its_error_once_it_is_checked(child: int) -> None:
    record(pcv(child, date(2025, 5, 10)))
    proposal = enter(pcv(child, date(2025, 5, 31), as_given=True, particulars=AS_GIVEN))
    assert len(queries.doses_of(child)) == 1
    check(proposal)
    dose = queries.doses_of(child)[-1]
    assert (dose.error, dose.legal) == (ErrorClass.WRONG_INTERVAL, Legal.VOLUNTARY)
    assert dose.counts is not Counts.YES
    assert dose.entry.particulars.stated_reason == AS_GIVEN.stated_reason


STOPPED = {
    "too young": {"given_on": date(2026, 1, 10)},
    "another vaccine": {"product": "VAR"},
    "too much": {"volume_ml": Decimal("0.25")},
    "into the muscle": {"route": "IM"},
    "expired": {"expires_on": date(2026, 4, 9)},
}


@pytest.mark.parametrize("what", STOPPED)
def test_what_the_law_stops_is_not_recorded_without_a_word(child: int, what: str) -> None:
    with pytest.raises(situations.StoppedByLaw):
        enter(replace(mr1(child), **STOPPED[what]))


def test_hpv_for_a_boy_is_stopped(ward: object) -> None:
    boy = add_resident(date(2013, 6, 1), sex="1")
    entry = mr1(boy, date(2026, 5, 1), series="HPV", product="HPV9", route="IM")
    with pytest.raises(situations.StoppedByLaw):
        enter(entry)


def test_an_unnecessary_dose_is_stopped(child: int) -> None:
    record(mr1(child))
    with pytest.raises(situations.StoppedByLaw):
        enter(mr1(child, date(2026, 6, 10)))


def test_what_waits_does_not_count_for_the_next_entry(child: int) -> None:
    enter(mr1(child))
    enter(mr1(child, date(2026, 6, 10)))
    assert queries.doses_of(child) == ()


def test_an_entry_that_stops_since_it_was_made_is_not_confirmed(child: int) -> None:
    first, second = enter(mr1(child)), enter(mr1(child, date(2026, 6, 10)))
    check(first)
    with pytest.raises(situations.StopsNow):
        check(second)
    assert len(queries.doses_of(child)) == 1


def test_a_verdict_that_changed_since_it_was_shown_is_not_confirmed(child: int) -> None:
    first = enter(pcv(child, date(2025, 5, 10)))
    second = enter(pcv(child, date(2025, 6, 20)))
    shown = operations.verdict_shown(second, ON)
    check(first)
    with pytest.raises(situations.VerdictChanged):
        operations.approve(COLLEAGUE, second.pk, second.sha256, shown, ON)
    check(second)
    assert [dose.dose_number for dose in queries.doses_of(child)] == [1, 2]


def test_an_entry_is_sent_back_with_a_reason_and_entered_anew(child: int) -> None:
    proposal = enter(mr1(child))
    with pytest.raises(NoReason):
        operations.send_back(COLLEAGUE, proposal.pk, "　")
    operations.send_back(COLLEAGUE, proposal.pk, "ロット番号を確かめてください")
    [back] = [row for row in queries.sent_back_to(CLERK, ON) if row.subject.id == child]
    assert back.sent_back_because == "ロット番号を確かめてください"
    again = enter(mr1(child, lot="MR513"), instead_of=proposal.pk)
    assert [row for row in queries.sent_back_to(CLERK, ON) if row.subject.id == child] == []
    check(again)
    assert queries.doses_of(child)[0].entry.lot == "MR513"
    with pytest.raises(AlreadyDecided):
        check(proposal)


def test_a_form_sent_twice_is_one_proposal(child: int) -> None:
    key = uuid4()
    assert enter(mr1(child), form_key=key).pk == enter(mr1(child), form_key=key).pk
    with pytest.raises(situations.SomebodyElsesForm):
        enter(mr1(child), actor=THIRD, form_key=key)


def test_a_screening_without_a_dose_is_on_record_and_does_not_count(child: int) -> None:
    entry = DoseEntry(
        resident_id=child,
        series="MR1",
        outcome=Outcome.SCREENED_ONLY,
        given_on=FIRST_MR,
        screening_reason=ScreeningReason.FEVER,
        desk="infection",
        particulars=PROVIDER,
    )
    seen = record(entry)
    assert (seen.entry, seen.legal, seen.dose_number) == (entry, None, None)
    assert record(mr1(child, date(2026, 4, 24))).dose_number == 1


def test_the_same_vaccine_on_the_same_day_is_asked_about(child: int) -> None:
    record(mr1(child))
    with pytest.raises(situations.SameDayTwice):
        enter(mr1(child, as_given=True, particulars=AS_GIVEN))
    twice = mr1(child, as_given=True, second_of_day=True, particulars=AS_GIVEN)
    check(enter(twice))
    assert len(queries.doses_of(child)) == 2


def test_a_correction_stands_in_the_place_of_the_dose_and_both_stay_readable(child: int) -> None:
    dose = record(mr1(child, lot="MR521"))
    check(correct(dose, mr1(child, lot="MR512")))
    [now] = queries.doses_of(child)
    assert (now.entry.lot, now.supersedes, now.reason) == ("MR512", dose.id, "予診票と照合した")
    old, new = queries.record_sheet(child, ON).rows
    assert (old.dose.id, new.dose.id) == (dose.id, now.id)
    assert (old.ended.by, old.ended.checked_by) == (CLERK.name, COLLEAGUE.name)
    assert (old.verdict, new.ended) == (None, None)
    assert new.verdict.legal is Legal.ROUTINE_A


def test_what_was_known_before_a_correction_can_be_read_again(child: int) -> None:
    dose = record(mr1(child, lot="MR521"))
    check(correct(dose, mr1(child, lot="MR512")))
    [then] = queries.doses_of(child, known_at=dose.recorded_at)
    assert then.entry.lot == "MR521"
    sheet = queries.record_sheet(child, ON, known_at=dose.recorded_at)
    assert [row.ended for row in sheet.rows] == [None]


def test_a_dose_is_corrected_only_with_a_reason_and_a_difference(child: int) -> None:
    dose = record(mr1(child))
    with pytest.raises(situations.NoReasonToChange):
        correct(dose, mr1(child, lot="MR513"), reason=" ")
    with pytest.raises(situations.NothingChanged):
        correct(dose, mr1(child))


def test_a_cancelled_dose_counts_no_more_and_stays_on_the_sheet(child: int) -> None:
    dose = record(mr1(child))
    proposal = cancel(dose)
    assert len(queries.doses_of(child)) == 1
    with pytest.raises(OwnProposal):
        check(proposal, CLERK)
    check(proposal)
    assert queries.doses_of(child) == ()
    [row] = queries.record_sheet(child, ON).rows
    assert (row.dose.id, row.ended.reason) == (dose.id, "別の方の予診票だった")
    assert record(mr1(child)).dose_number == 1


def test_a_dose_is_replaced_once(child: int) -> None:
    dose = record(mr1(child))
    first, second = correct(dose, mr1(child, lot="A1")), cancel(dose)
    check(first)
    with pytest.raises(situations.DoseReplaced):
        check(second)
    with pytest.raises(situations.NoSuchDose):
        cancel(dose)
    assert [now.entry.lot for now in queries.doses_of(child)] == ["A1"]


def test_a_dose_of_somebody_else_is_not_corrected(child: int) -> None:
    dose = record(mr1(child))
    other = add_resident(BORN)
    with pytest.raises(situations.NoSuchDose):
        correct(dose, mr1(other, lot="MR513"))


def test_a_correction_to_a_dose_the_law_stops_needs_a_reason_too(child: int) -> None:
    dose = record(mr1(child))
    with pytest.raises(situations.StoppedByLaw):
        correct(dose, mr1(child, volume_ml=Decimal("0.25")))


def test_every_step_is_an_act_in_the_ledger(child: int) -> None:
    dose = record(mr1(child))
    check(correct(dose, mr1(child, lot="MR513")))
    operations.send_back(COLLEAGUE, cancel(queries.doses_of(child)[0]).pk, "不要です")
    own = [entry.action for entry in entries() if entry.subjects[:1] == [child]]
    assert [action for action in own if action.startswith("dose.")] == [
        "dose.entered",
        "dose.checked",
        "dose.correction_asked",
        "dose.checked",
        "dose.cancellation_asked",
        "dose.sent_back",
    ]


def test_an_entry_is_shown_beside_the_verdict_of_now(child: int) -> None:
    dose = record(pcv(child, date(2025, 5, 10)))
    proposal = correct(dose, pcv(child, date(2025, 5, 12)))
    form = queries.entry_of(proposal.pk, ON)
    assert (form.before.id, form.entry.given_on) == (dose.id, date(2025, 5, 12))
    assert form.assessment.verdict.dose.legal is Legal.ROUTINE_A
    assert form.proposal.state == State.OPEN
    assert form.dose_id is None
    check(proposal)
    assert queries.entry_of(proposal.pk, ON).dose_id == queries.doses_of(child)[0].id
