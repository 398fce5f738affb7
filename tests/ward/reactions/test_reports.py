"""Reports of adverse reactions: linked to the dose by two people, listed, handed on once (B11, V114, F26)."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from django.db import DatabaseError, IntegrityError
from doses_of_tests import BORN, FIRST_MR, cancel, check, correct, mr1, record
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute, last_entry
from races_of_tests import types_at_once
from residents_of_tests import add_resident
from staff_of_tests import employ

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of
from sesshu.schedule import load
from sesshu.ward.reactions import operations
from sesshu.ward.reactions.codes import OTHER, CourseTaken, HandedTo, Severity, ToldBy
from sesshu.ward.reactions.lists import ReactionRegister
from sesshu.ward.reactions.operations import Reported, cancelled, reported_in
from sesshu.ward.reactions.queries import (
    Reaction,
    by_symptom,
    count_to_hand_on,
    reaction_of,
    register,
)
from sesshu.ward.reactions.situations import (
    HandedOnBefore,
    ImpossibleDays,
    NoDoseToLink,
    NoSuchReport,
    ReportUnchanged,
)
from sesshu.ward.reactions.symptoms import symptoms
from sesshu.ward.records.codes import Outcome, ScreeningReason
from sesshu.ward.records.queries import RecordedDose, doses_of

ONSET = FIRST_MR + timedelta(days=8)


@pytest.fixture
def dose(fresh_ward: Place) -> RecordedDose:
    return record(mr1(add_resident(BORN)))


def reported(dose: RecordedDose, **others: object) -> Reported:
    said = {
        "dose_id": dose.id,
        "symptom": "convulsion",
        "onset_on": ONSET,
        "severity": Severity.HOSPITAL,
        "course": CourseTaken.BETTER,
        "told_by": ToldBy.WITH_FORMS,
        "told_on": ONSET + timedelta(days=3),
        "received_on": ONSET + timedelta(days=20),
    }
    return Reported(**(said | others))  # type: ignore[arg-type]


def ask(report: Reported) -> Proposal:
    return operations.propose(CLERK, report, "綴り12番")


def keep(report: Reported) -> Reaction:
    asked = ask(report)
    operations.approve(COLLEAGUE, asked.pk, asked.sha256)
    return register(2026)[-1]


def test_a_report_is_on_the_register_once_a_second_person_agrees(dose: RecordedDose) -> None:
    asked = ask(reported(dose))
    assert register(2026) == []
    with pytest.raises(OwnProposal):
        operations.approve(CLERK, asked.pk, asked.sha256)
    operations.approve(COLLEAGUE, asked.pk, asked.sha256)
    [found] = register(2026)
    assert (found.dose.pk, found.subject.id) == (dose.id, dose.entry.resident_id)
    assert (found.symptom, found.in_time, found.handed_on) == ("けいれん", True, {})
    assert (found.report.recorded_by_name, found.report.checked_by_name) == (
        CLERK.name,
        COLLEAGUE.name,
    )
    assert by_symptom([found]) == [("けいれん", 1)]
    assert register(2025) == []


def test_the_time_of_the_ordinance_is_that_of_the_vaccine(dose: RecordedDose) -> None:
    """けいれん: 21 days after 麻しん・風しん, 7 after others (施行規則第5条)."""
    convulsion = symptoms()["convulsion"]
    for series, days in (("MR1", 21), ("PCV", 7)):
        last = FIRST_MR + timedelta(days=days)
        assert convulsion.shows_in_time(series, FIRST_MR, last)
        assert not convulsion.shows_in_time(series, FIRST_MR, last + timedelta(days=1))
    assert symptoms()["chronic_pain"].shows_in_time("HPV", FIRST_MR, date(2040, 1, 1))


def test_every_series_with_its_own_time_is_one_of_the_rulebook() -> None:
    named = {series for each in symptoms().values() for series in each.days_of}
    assert named <= set(load.current().series)


@pytest.mark.parametrize(
    "days",
    [
        {"onset_on": FIRST_MR - timedelta(days=1)},
        {"told_on": ONSET - timedelta(days=1)},
        {"received_on": ONSET},
        {"received_on": date(2999, 1, 1)},
    ],
    ids=str,
)
def test_days_that_cannot_be_are_refused(dose: RecordedDose, days: dict[str, date]) -> None:
    asked = ask(reported(dose, **days))
    with pytest.raises(ImpossibleDays):
        operations.approve(COLLEAGUE, asked.pk, asked.sha256)
    assert register(2026) == []


@given(st.lists(st.dates(date(2026, 3, 1), date(2026, 6, 1)), min_size=3, max_size=3))
def test_a_report_is_read_back_as_it_was_written(days: list[date]) -> None:
    said = Reported(
        dose_id=1,
        symptom="itp",
        onset_on=days[0],
        severity=Severity.DEATH,
        course=CourseTaken.DIED,
        told_by=ToldBy.PREFECTURE,
        told_on=days[1],
        received_on=days[2],
    )
    assert reported_in(msgspec.to_builtins(said)) == said


def test_there_is_no_report_of_a_screening_or_of_a_dose_taken_back(dose: RecordedDose) -> None:
    screened = mr1(
        dose.entry.resident_id,
        FIRST_MR + timedelta(days=30),
        outcome=Outcome.SCREENED_ONLY,
        screening_reason=ScreeningReason.FEVER,
        **dict.fromkeys(
            ("product", "brand", "vaccine_name", "maker", "lot", "expires_on", "volume_ml")
        ),
        route=None,
    )
    with pytest.raises(NoDoseToLink):
        ask(reported(record(screened)))
    asked = ask(reported(dose))
    check(cancel(dose))
    with pytest.raises(NoDoseToLink):
        operations.approve(COLLEAGUE, asked.pk, asked.sha256)


def test_the_report_follows_its_dose_through_corrections(dose: RecordedDose) -> None:
    keep(reported(dose))
    check(correct(dose, replace(dose.entry, lot="MR777")))
    [found] = register(2026)
    assert (found.dose.lot, found.dose_stands) == ("MR777", True)
    [newest] = doses_of(dose.entry.resident_id)
    check(correct(newest, replace(newest.entry, lot="MR778")))
    assert register(2026)[0].dose.lot == "MR778"
    check(cancel(doses_of(dose.entry.resident_id)[0]))
    [found] = register(2026)
    assert not found.dose_stands


def test_a_later_course_stands_in_the_place_of_the_first(dose: RecordedDose) -> None:
    first = keep(reported(dose))
    operations.hand_on(CLERK, first.report.pk, HandedTo.PREFECTURE, today())
    stands = operations.standing(first.report.pk)
    with pytest.raises(ReportUnchanged):
        ask(stands)
    later = keep(replace(stands, course=CourseTaken.RECOVERED))
    assert [each.report.course for each in register(2026)] == ["recovered"]
    assert later.handed_on == {}  # what changed goes out again
    with pytest.raises(NoSuchReport):
        operations.standing(first.report.pk)
    with pytest.raises(NoSuchReport):
        operations.hand_on(CLERK, first.report.pk, HandedTo.PMDA, today())


def test_a_report_of_another_dose_is_taken_back(dose: RecordedDose) -> None:
    found = keep(reported(dose))
    asked = ask(cancelled(operations.standing(found.report.pk)))
    operations.approve(COLLEAGUE, asked.pk, asked.sha256)
    assert register(2026) == []
    assert reaction_of(found.report.pk) is None


def test_of_two_changes_at_once_one_stands(dose: RecordedDose, fresh_ward: Place) -> None:
    stands = operations.standing(keep(reported(dose)).report.pk)
    asked = [
        ask(replace(stands, course=CourseTaken.RECOVERED)),
        ask(replace(stands, severity=Severity.DISABILITY)),
    ]
    results = types_at_once(
        fresh_ward,
        *(lambda each=each: operations.approve(COLLEAGUE, each.pk, each.sha256) for each in asked),
    )
    assert results.count(NoSuchReport) == 1
    assert len(register(2026)) == 1


def test_a_report_goes_to_each_recipient_once(dose: RecordedDose, fresh_ward: Place) -> None:
    report = keep(reported(dose)).report.pk
    assert count_to_hand_on() == 1

    def send() -> None:
        operations.hand_on(CLERK, report, HandedTo.PREFECTURE, today())

    assert types_at_once(fresh_ward, send, send).count(HandedOnBefore) == 1
    assert count_to_hand_on() == 0
    operations.hand_on(CLERK, report, HandedTo.PMDA, today())
    [found] = register(2026)
    assert found.handed_on == {HandedTo.PREFECTURE: today(), HandedTo.PMDA: today()}
    assert entries()[-1].subjects == [dose.entry.resident_id]


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_handed_on_before_it_came_or_tomorrow(dose: RecordedDose, days: int) -> None:
    report = keep(reported(dose))
    day = report.report.received_on if days < 0 else today()
    with pytest.raises(ImpossibleDays):
        operations.hand_on(CLERK, report.report.pk, HandedTo.PMDA, day + timedelta(days=days))


def test_no_report_is_written_past_the_second_person(dose: RecordedDose) -> None:
    asked = ask(reported(dose))
    with pytest.raises(IntegrityError, match="approved"):
        execute("intranet", "INSERT INTO reaction_report (proposal_id) VALUES (%s)", [asked.pk])


@pytest.mark.parametrize("zone", [zone.name for zone in zones_of("ward")])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reaction_report SET severity = 'not_grave'",
        "DELETE FROM reaction_report",
        "DELETE FROM reaction_forwarding",
        "INSERT INTO reaction_report (dose_id) VALUES (1)",
    ],
)
def test_no_role_changes_a_report(fresh_ward: Place, zone: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        execute(zone, statement)


def test_the_register_leaves_without_names_or_places(dose: RecordedDose) -> None:
    keep(reported(dose))
    [row] = ReactionRegister().rows({"year": "2026"})
    assert len(row.values) == len(ReactionRegister.columns)
    assert row.resident_id == dose.entry.resident_id
    assert "三軒茶屋こども診療所" not in map(str, row.values)


def typed(**others: str) -> dict[str, str]:
    said = {
        "symptom": "convulsion",
        "onset_on": ONSET.isoformat(),
        "severity": "hospital",
        "course": "better",
        "told_by": "with_forms",
        "told_on": (ONSET + timedelta(days=3)).isoformat(),
        "received_on": (ONSET + timedelta(days=20)).isoformat(),
        "reason": "綴り12番",
    }
    return said | others


def test_from_the_record_to_the_prefecture_on_the_pages(dose: RecordedDose) -> None:
    clerk = employ("入力 太郎", Duty.ENTRY).client()
    checker = employ("確認 花子", Duty.CHECK).client()
    sheet = clerk.get(f"/131121/residents/{dose.entry.resident_id}/?purpose=review").text
    page = f"/131121/reactions/new/{dose.id}/"
    assert page in sheet
    assert clerk.post(page, typed(told_on=FIRST_MR.isoformat())).status_code == 422
    assert clerk.post(page, typed(symptom=OTHER)).status_code == 422
    assert clerk.post(page, typed()).status_code == 302
    assert "副反応疑い報告の確認" in checker.get("/131121/").text
    [proposal] = Proposal.objects.filter(kind="ward.reaction_report")
    check_page = f"/131121/reaction-checks/{proposal.pk}/"
    assert "けいれん" in checker.get(check_page).text
    assert last_entry().subjects == [dose.entry.resident_id]
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.post(check_page, said).status_code == 302
    assert "送っていない副反応疑い報告" in clerk.get("/131121/").text
    [found] = register(2026)
    one = f"/131121/reactions/{found.report.pk}/"
    said = {"handed_to": "prefecture", "handed_on": today().isoformat()}
    assert clerk.post(one, said).status_code == 302
    assert clerk.post(one, said).status_code == 422
    assert "未送付" not in clerk.get("/131121/reactions/?year=2026").text
    assert (
        clerk.post(f"{one}change/", typed(change="change", course="recovered")).status_code == 302
    )
