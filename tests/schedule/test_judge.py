"""What judge answers beside the cases: next doses, two futures, reasons, and what holds for everybody."""

import gc
from dataclasses import dataclass
from datetime import date, timedelta
from sys import getrefcount

import msgspec
import pytest
from agreement_of_engines import days_of_judgement, odd_people
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from sesshu.kernel.outcomes import Counts, Legal, Phase, Status
from sesshu.schedule.bounds import read_interval
from sesshu.schedule.entry import judge_entry
from sesshu.schedule.judge import judge
from sesshu.schedule.law_of_day import reading_on
from sesshu.schedule.load import current
from sesshu.schedule.openings import openings
from sesshu.schedule.persons import Disease, Dose, Fact, Person
from sesshu.schedule.progress import progress_of
from sesshu.schedule.verdicts import SeriesVerdict, Verdict

BORN = date(2026, 5, 10)


def dose(series: str, given_on: str, **more: object) -> Dose:
    return Dose(
        id=f"{series}-{given_on}",
        series=series,
        given_on=date.fromisoformat(given_on),
        **more,  # type: ignore[arg-type]
    )


def child(*doses: Dose, born_on: date = BORN, sex: str = "F", **more: object) -> Person:
    return Person(id="葵", born_on=born_on, sex=sex, doses=doses, **more)  # type: ignore[arg-type]


def verdict(person: Person, on: str) -> Verdict:
    return judge(person, date.fromisoformat(on), current())


def series(person: Person, code: str, on: str) -> SeriesVerdict:
    return next(s for s in verdict(person, on).series if s.series == code)


def test_a_baby_of_one_month_waits_for_the_age_and_is_told_the_day() -> None:
    found = series(child(), "DPT-IPV-Hib", "2026-06-20")
    assert found.status is Status.WAITING
    assert found.next is not None
    assert found.next.earliest_on == date(2026, 7, 9)
    assert "令和8年7月9日から" in found.reasons[0].text
    assert "予防接種実施規則" in found.reasons[0].provision


def test_the_next_dose_names_products_volume_routes_and_last_day() -> None:
    found = series(child(), "PCV", "2026-07-20")
    assert found.status is Status.DUE
    assert found.next is not None
    assert [(p.product, p.volume_ml) for p in found.next.products] == [
        ("PCV20", 0.5),
        ("PCV15", 0.5),
    ]
    assert found.next.products[0].routes == ("IM", "SC")
    assert found.next.last_on == date(2031, 5, 9)
    assert found.next.standard_until == date(2026, 12, 9)


def test_only_the_products_of_a_regimen_open_to_the_child_are_offered() -> None:
    found = series(child(born_on=date(2020, 2, 14)), "CVS1", "2023-02-27")
    assert found.next is not None
    assert [product.product for product in found.next.products] == ["CVS-PF-INFANT"]


def test_the_volume_offered_changes_on_the_third_birthday() -> None:
    before = series(child(), "JE1", "2029-05-08").next
    after = series(child(), "JE1", "2029-05-10").next
    assert before is not None
    assert after is not None
    assert (before.products[0].volume_ml, after.products[0].volume_ml) == (0.25, 0.5)


def test_a_series_is_complete_after_its_last_dose() -> None:
    doses = (dose("HBV", "2026-07-09"), dose("HBV", "2026-08-06"), dose("HBV", "2026-11-26"))
    found = series(child(*doses), "HBV", "2026-12-01")
    assert (found.status, found.doses_counted, found.next) == (Status.COMPLETE, 3, None)


def test_a_window_that_is_over_is_named_with_its_last_day() -> None:
    found = series(child(), "ROTA1", "2026-10-26")
    assert found.status is Status.MISSED
    assert "令和8年10月25日まで" in found.reasons[0].text


def test_only_one_of_two_rotavirus_series_is_offered() -> None:
    fresh = series(child(), "ROTA1", "2026-07-09")
    begun = child(dose("ROTA5", "2026-07-09"))
    assert any(reason.code == "choose_one" for reason in fresh.reasons)
    assert series(begun, "ROTA1", "2026-08-10").status is Status.OTHER_SERIES
    assert series(begun, "ROTA5", "2026-08-10").status is Status.DUE


def test_a_boy_is_told_that_hpv_is_not_for_him() -> None:
    found = series(child(born_on=date(2014, 5, 10), sex="M"), "HPV", "2026-11-23")
    assert found.status is Status.NOT_ELIGIBLE
    assert found.reasons[0].text


def test_who_had_the_disease_is_excluded_from_its_series_alone() -> None:
    had = Disease(antigen="varicella", known_from=date(2027, 6, 1))
    person = child(diseases=(had,))
    assert series(person, "VAR", "2027-05-31").status is Status.DUE
    assert series(person, "VAR", "2027-06-01").status is Status.EXCLUDED
    assert series(person, "MR1", "2027-06-01").status is Status.DUE


def test_having_had_measles_alone_does_not_exclude_from_measles_and_rubella() -> None:
    had = Disease(antigen="measles", known_from=date(2027, 5, 20))
    assert series(child(diseases=(had,)), "MR1", "2027-06-01").status is Status.DUE


def test_an_undecided_dose_shows_both_futures_until_two_people_decide() -> None:
    first, early = dose("HBV", "2026-07-09"), dose("HBV", "2026-08-05")
    open_question = series(child(first, early), "HBV", "2026-09-01")
    assert open_question.next is not None
    assert open_question.next_if_undecided_count is not None
    assert open_question.next.dose == 2
    assert open_question.next_if_undecided_count.dose == 3
    assert open_question.next_if_undecided_count.earliest_on == date(2026, 11, 26)


@pytest.mark.parametrize(("decision", "following"), [("counts", 3), ("does_not_count", 2)])
def test_a_decision_of_the_ward_outranks_the_rule(decision: str, following: int) -> None:
    first, early = dose("HBV", "2026-07-09"), dose("HBV", "2026-08-05", decision=decision)
    found = series(child(first, early), "HBV", "2026-09-01")
    assert found.next is not None
    assert found.next.dose == following
    assert found.next_if_undecided_count is None
    judged = verdict(child(first, early), "2026-09-01").doses[1]
    assert judged.legal is Legal.VOLUNTARY
    assert "区で確認" in "".join(reason.text for reason in judged.reasons)


def test_a_live_injection_holds_the_next_one_back_for_27_days() -> None:
    found = series(child(dose("BCG", "2027-05-01")), "MR1", "2027-05-10")
    assert found.next is not None
    assert found.next.earliest_on == date(2027, 5, 29)
    assert found.reasons[0].code == "waiting_for_other"
    assert series(child(dose("BCG", "2027-05-10")), "MR1", "2027-05-10").status is Status.DUE


def test_hpv_offers_both_methods_and_their_days() -> None:
    girl = child(dose("HPV", "2027-04-10"), born_on=date(2014, 9, 1))
    following = series(girl, "HPV", "2027-06-01").next
    assert following is not None
    assert [(m.code, m.earliest_on, m.doses_left) for m in following.methods] == [
        ("three-doses", date(2027, 5, 10), 2),
        ("two-doses", date(2027, 9, 10), 1),
    ]


def test_antigens_are_counted_one_by_one_across_products() -> None:
    born = date(2023, 9, 1)
    mixed = [
        dose("DPT-IPV", day, product="DPT-IPV")
        for day in ("2023-11-05", "2023-12-05", "2024-01-05")
    ]
    single = [dose("HIB", day, product="HIB") for day in ("2024-05-05", "2024-06-05")]
    person = child(*mixed, *single, born_on=born)
    found = verdict(person, "2026-11-23")
    counted = {(c.course, c.dose) for d in found.doses for c in d.counts_as}
    assert {("DPT1", 3), ("POLIO", 3), ("HIB", 2)} <= counted
    assert all(d.legal is Legal.ROUTINE_A for d in found.doses)


def test_a_dose_with_the_missing_day_reading_says_what_is_to_be_checked() -> None:
    found = series(child(dose("VAR", "2027-11-30")), "VAR", "2027-12-10")
    assert "missing-day" in found.verify
    assert set(found.verify) <= set(current().questions)


@dataclass(frozen=True)
class Impossible:
    given_on: str
    says: str


@pytest.mark.parametrize(
    "case",
    [
        Impossible("2026-05-09", "生年月日より前"),
        Impossible("2026-12-02", "以前の日"),
        Impossible("2026-11-20", "死亡日より後"),
    ],
)
def test_a_dose_on_an_impossible_day_never_counts_by_itself(case: Impossible) -> None:
    person = child(dose("HBV", case.given_on), died_on=date(2026, 11, 19))
    judged = verdict(person, "2026-12-01").doses[0]
    assert judged.error == 11
    assert judged.counts is Counts.UNDECIDED
    assert case.says in judged.reasons[0].text


def test_an_expired_lot_and_a_wrong_route_are_errors_of_their_class() -> None:
    old = dose("HBV", "2026-07-09", expires_on=date(2026, 7, 8))
    wrong = dose("HBV", "2026-07-09", product="HBV", route="IM")
    assert verdict(child(old), "2026-07-09").doses[0].error == 9
    assert verdict(child(wrong), "2026-07-09").doses[0].error == 6


def test_an_unknown_series_is_recorded_as_not_covered() -> None:
    judged = verdict(child(dose("SMALLPOX", "2026-11-01")), "2026-11-23").doses[0]
    assert (judged.legal, judged.counts) == (Legal.NOT_COVERED, Counts.NO)


def test_the_entry_form_is_told_before_saving_what_the_dose_would_be() -> None:
    person = child(dose("DPT-IPV-Hib", "2026-07-09"))
    early = judge_entry(person, dose("DPT-IPV-Hib", "2026-07-29"), date(2026, 8, 1), current())
    fine = judge_entry(person, dose("DPT-IPV-Hib", "2026-07-30"), date(2026, 8, 1), current())
    assert early.stops
    assert early.dose.error == 4
    assert not fine.stops
    assert {(c.dose, c.phase) for c in fine.dose.counts_as} == {(2, Phase.PRIMARY)}
    assert fine.series is not None
    assert fine.series.next is not None
    assert fine.series.next.dose == 3


CODES = ("DPT-IPV-Hib", "PCV", "HBV", "ROTA1", "BCG", "MR1", "VAR", "JE1")


@st.composite
def people(draw: st.DrawFn) -> Person:
    born_on = draw(st.dates(date(2018, 1, 1), date(2026, 6, 1)))
    doses = tuple(
        Dose(
            id=str(number),
            series=draw(st.sampled_from(CODES)),
            given_on=born_on + timedelta(days=draw(st.integers(-3, 900))),
        )
        for number in range(draw(st.integers(0, 9)))
    )
    return Person(id="誰か", born_on=born_on, sex=draw(st.sampled_from(["F", "M"])), doses=doses)


ON = date(2026, 11, 23)


@settings(max_examples=examples(150))
@given(people())
def test_a_dose_with_an_error_is_never_routine_and_every_error_has_a_reason(person: Person) -> None:
    for judged in judge(person, ON, current()).doses:
        if judged.error is not None:
            assert judged.legal is Legal.VOLUNTARY
            assert judged.error in {reason.error for reason in judged.reasons}
        assert all(reason.provision for reason in judged.reasons)


@settings(max_examples=examples(150))
@given(people())
def test_no_more_doses_count_than_a_regimen_has(person: Person) -> None:
    rulebook = current()
    for judged in judge(person, ON, rulebook).doses:
        for reached in judged.counts_as:
            longest = max(
                len(regimen.doses)
                for version in rulebook.courses[reached.course].versions
                for regimen in version.regimens
            )
            assert 1 <= reached.dose <= longest


@settings(max_examples=examples(150))
@given(people().filter(lambda person: all(d.given_on <= ON for d in person.doses)))
def test_a_dose_on_the_first_and_the_last_day_offered_is_routine_and_counts(person: Person) -> None:
    rulebook = current()
    for found in judge(person, ON, rulebook).series:
        if found.status is not Status.DUE or found.next is None:
            continue
        for day in {max(found.next.earliest_on, ON), found.next.last_on}:
            candidate = Dose(id="next", series=found.series, given_on=day)
            offered = judge_entry(person, candidate, day, rulebook).dose
            assert (offered.legal, offered.counts) == (Legal.ROUTINE_A, Counts.YES), offered


@settings(max_examples=examples(100))
@given(people(), st.randoms(use_true_random=False))
def test_the_order_in_which_doses_are_recorded_changes_nothing(person: Person, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(person.doses)
    chance.shuffle(shuffled)
    other = Person(id=person.id, born_on=person.born_on, sex=person.sex, doses=tuple(shuffled))
    assert judge(person, ON, current()) == judge(other, ON, current())


def test_openings_that_all_born_on_a_day_share_are_not_cut_for_one_of_them() -> None:
    course, on = current().courses["CVS1"], date(2023, 9, 1)
    nobody, reading = (
        progress_of(course, date(1961, 5, 10), "F", (), None),
        reading_on(current(), on),
    )
    version = nobody.version_on(on)
    assert version is not None
    assert version.effective_until is not None
    before = [astuple(opening) for opening in openings(version, nobody, reading, None)]
    judge(child(born_on=nobody.born_on), on, current())
    after = [astuple(opening) for opening in openings(version, nobody, reading, None)]
    assert before
    assert after == before


def test_a_judgement_leaves_nothing_of_the_person_behind() -> None:
    # What it builds is not looked at by the collector (ADR 65): a cycle would keep it for good.
    undecided, early = dose("PCV", "2026-07-09"), dose("PCV", "2026-07-20")
    pregnant = Fact(kind="pregnancy", from_on=date(2026, 6, 1), due_on=date(2027, 1, 1))
    person = child(undecided, early, dose("MR1", "2027-05-10"), facts=(pregnant,))
    held = [getrefcount(one) for one in (person, undecided, early, pregnant)]
    verdict(person, "2027-06-01")
    assert [getrefcount(one) for one in (person, undecided, early, pregnant)] == held


def test_a_pregnancy_that_is_over_leaves_nothing_to_be_given() -> None:
    over = Fact(kind="pregnancy", from_on=date(2025, 6, 1), due_on=date(2026, 3, 1))
    found = series(child(born_on=date(1995, 5, 10), facts=(over,)), "RSV", "2026-11-23")
    assert found.status is Status.NOT_ELIGIBLE
    assert found.reasons[0].code == "for_pregnant_women"


def test_a_dose_during_a_long_illness_that_goes_on_is_answered_without_naming_a_last_day() -> None:
    ill = Fact(kind="long_illness", from_on=date(2026, 6, 1))
    person = child(dose("PCV", "2033-05-10"), facts=(ill,))
    (found,) = verdict(person, "2033-06-01").doses
    assert found.error is not None
    assert all(reason.text for reason in found.reasons)


def test_an_interval_that_is_over_on_the_day_of_judgement_no_longer_sets_the_first_day() -> None:
    bcg = dose("BCG", "2027-05-01")
    alone = series(child(bcg), "VAR", "2027-11-23").next
    known = Fact(kind="keloid", from_on=date(2027, 6, 1))
    with_a_fact = series(child(bcg, facts=(known,)), "VAR", "2027-11-23").next
    assert alone == with_a_fact
    assert alone is not None
    assert alone.earliest_on == date(2027, 5, 9)


def test_a_rulebook_met_again_after_many_others_answers_as_before() -> None:
    many = [msgspec.structs.replace(current()) for _ in range(20)]
    baby = child(dose("HBV", "2026-07-09"))

    def counted() -> list[int]:
        verdicts = [judge(baby, date(2026, 8, 1), rulebook) for rulebook in many]
        return [
            s.doses_counted for verdict in verdicts for s in verdict.series if s.series == "HBV"
        ]

    assert counted() == counted() == [1] * 20


def test_a_disease_that_was_had_excludes_no_vaccine_the_law_knows_no_disease_of() -> None:
    had = (Disease(antigen="measles", known_from=date(2027, 6, 1)),)
    person = child(dose("MR1", "2027-07-01", product="MUMPS"), diseases=had)
    judged = verdict(person, "2027-07-20").doses[0]
    assert [reason.code for reason in judged.reasons] == ["wrong_product"]


@settings(max_examples=examples(40))
@given(odd_people(current()), days_of_judgement())
def test_a_fever_of_long_ago_changes_no_answer_about_a_series(
    people: list[Person], on: date
) -> None:
    # With a fact on record everything is worked out for this person alone, without it most is shared.
    fever = Fact(kind="fever", from_on=date(1900, 1, 1), until_on=date(1900, 1, 2))
    for person in people:
        well = replace(person, facts=(), diseases=(), died_on=None)
        recorded = replace(well, facts=(fever,))
        assert judge(well, on, current()).series == judge(recorded, on, current()).series


def test_who_enters_school_together_is_told_the_same_about_the_year_before_it() -> None:
    first, last, after = (
        series(child(born_on=date(2021, 4, 1) + timedelta(days=days)), "MR2", "2026-11-23")
        for days in (1, 365, 366)
    )
    assert first == last != after


def test_the_last_man_of_a_cohort_is_told_another_thing_than_the_next_one() -> None:
    last, after = (child(born_on=date(1979, 4, day), sex="M") for day in (1, 2))
    said = [series(man, "RUB5", "2026-11-23").reasons[0].code for man in (last, after)]
    assert said == ["needs_fact", "not_eligible"]


def test_the_collector_passes_by_what_is_kept_of_birth_dates() -> None:
    # Each full collection would go through hundreds of keys and answers of every birth date (ADR 65).
    judge(child(born_on=date(2019, 5, 1)), ON, current())
    gc.collect()
    before = len(gc.get_objects())
    for days in range(100):
        judge(child(born_on=date(2019, 5, 2) + timedelta(days)), ON, current())
    gc.collect()
    assert len(gc.get_objects()) - before < 100 * 20


def test_a_live_vaccine_is_held_back_as_long_as_the_rulebook_says_whatever_that_is() -> None:
    # Which series is answered anew, and which doses are looked at, follow the longest interval.
    longer = tuple(
        replace(rule, at_least=read_interval("40 days")) if rule.at_least.days == 27 else rule
        for rule in current().between
    )
    rulebook = replace(current(), between=longer)
    person = child(dose("BCG", "2026-12-01", product="BCG"), born_on=date(2025, 12, 10))
    verdicts = {one.series: one for one in judge(person, date(2027, 1, 5), rulebook).series}
    following = verdicts["MR1"].next
    assert following is not None
    assert following.earliest_on == date(2027, 1, 11)
