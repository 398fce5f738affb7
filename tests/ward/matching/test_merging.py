"""Merge and undo: nothing is moved, everything of a person is read together, and the undo is complete."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, connections
from doses_of_tests import BORN, ON, cancel, correct, enter, mr1, pcv, record
from ledger_of_tests import CLERK, COLLEAGUE, entries, execute
from merges_of_tests import decide, merge, undo
from residents_of_tests import add_resident, shelter
from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.second_person import OwnProposal, approve, propose
from sesshu.foundation.walls import Place
from sesshu.kernel.matching import Verdict
from sesshu.schedule.load import current
from sesshu.ward.matching import operations, situations
from sesshu.ward.matching.claims import Claim
from sesshu.ward.matching.finding import match_record
from sesshu.ward.matching.models import MergedResident
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.jobs.population import population_between
from sesshu.ward.records.queries import doses_of, record_sheet, rows_of
from sesshu.ward.records.recorded import standing_doses
from sesshu.ward.records.situations import NoSuchDose, SameDayTwice
from sesshu.ward.residents import protection
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.rulebooks.as_known import as_known
from sesshu.ward.vouchers import issuing
from sesshu.ward.vouchers.at_entry import refused_number
from sesshu.ward.vouchers.codes import Channel
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.situations import SomebodyElses

PCV_ON = date(2025, 6, 2)


@pytest.fixture
def two(ward: Place) -> tuple[int, int]:
    """A child under two 宛名, with a dose under each."""
    kept, other = add_resident(BORN), add_resident(BORN)
    record(mr1(kept))
    record(pcv(other, PCV_ON))
    return kept, other


def series_of(resident: int) -> list[str]:
    return [dose.entry.series for dose in doses_of(resident)]


def guarded(*residents: int) -> list[bool]:
    return [resident_of(resident, ON).is_guarded for resident in residents]


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # between two instants that the database wrote


def test_doses_under_both_numbers_are_the_persons(two: tuple[int, int]) -> None:
    kept, other = two
    merge(kept, other)

    assert series_of(kept) == series_of(other) == ["PCV", "MR1"]
    assert [len(doses) for doses in standing_doses(two).values()] == [2, 2]
    assert numbers_of(two) == {kept: (kept, other), other: (kept, other)}


def test_the_judge_sees_one_person(two: tuple[int, int]) -> None:
    kept, other = two
    merge(kept, other)

    one, same = record_sheet(kept, ON), record_sheet(other, ON)

    assert one.series == same.series
    assert {each.series: each.doses_counted for each in one.series}["PCV"] == 1


def test_an_undo_brings_back_exactly_what_was(two: tuple[int, int]) -> None:
    before = [record_sheet(number, ON) for number in two]

    undo(merge(*two).pk)

    assert [record_sheet(number, ON) for number in two] == before


def test_what_was_known_before_the_merge_and_after_the_undo_is_of_one_number(
    two: tuple[int, int],
) -> None:
    kept, other = two
    before = now()
    done = merge(kept, other)
    between = now()
    undo(done.pk)

    assert [len(rows_of(kept, at)) for at in (before, between, now(), None)] == [1, 2, 1, 1]
    assert [len(as_known(other, at).doses) for at in (before, between, now())] == [1, 2, 1]


def test_a_dose_recorded_in_between_stays_with_its_number(two: tuple[int, int]) -> None:
    kept, other = two
    done = merge(kept, other)
    record(pcv(kept, PCV_ON + timedelta(60)))
    assert series_of(other) == ["PCV", "PCV", "MR1"]

    undo(done.pk)

    assert series_of(kept) == ["PCV", "MR1"]
    assert series_of(other) == ["PCV"]


def test_the_same_dose_cannot_be_entered_under_the_other_number(two: tuple[int, int]) -> None:
    kept, other = two
    merge(kept, other)

    with pytest.raises(SameDayTwice):
        enter(mr1(other))


def test_a_dose_is_corrected_and_cancelled_under_its_own_number(two: tuple[int, int]) -> None:
    kept, other = two
    merge(kept, other)
    [under_other, _] = doses_of(kept)

    with pytest.raises(NoSuchDose):
        correct(under_other, pcv(kept, PCV_ON, lot="AB9999"))
    proposal = correct(under_other, pcv(other, PCV_ON, lot="AB9999"))
    assert [row.proposal_id for row in record_sheet(kept, ON).waiting] == [proposal.pk]
    operations.second_person.decline(COLLEAGUE, proposal.pk, "手帳を見る")

    assert cancel(under_other).subjects == [other]


def test_a_person_of_three_numbers_is_parted_one_by_one(ward: Place) -> None:
    kept, second, third = (add_resident(BORN) for _ in range(3))
    first_merge = merge(kept, second)
    merge(kept, third)
    assert numbers_of([third])[third] == (kept, second, third)

    undo(first_merge.pk)

    assert numbers_of([second, third]) == {second: (second,), third: (kept, third)}


def test_what_was_undone_can_be_merged_again(two: tuple[int, int]) -> None:
    undo(merge(*two).pk)

    merge(*two)

    assert series_of(two[0]) == ["PCV", "MR1"]


def test_nobody_decides_on_their_own_merge(two: tuple[int, int]) -> None:
    proposal = operations.propose_merge(CLERK, *two, "手帳")

    with pytest.raises(OwnProposal):
        approve(CLERK, proposal.pk, proposal.sha256)
    assert numbers_of([two[0]])[two[0]] == (two[0],)


def test_what_cannot_be_merged_is_refused_with_words(two: tuple[int, int]) -> None:
    kept, other = two
    elder, free = add_resident(date(2020, 1, 1)), add_resident(BORN)
    for both, refused in [
        ((kept, kept), situations.SameNumber),
        ((kept, elder), situations.BirthDatesDiffer),
    ]:
        with pytest.raises(refused):
            operations.propose_merge(CLERK, *both, "手帳")
    with pytest.raises(situations.NoReasonToMerge):
        operations.propose_merge(CLERK, kept, other, "　")
    merge(kept, other)
    for both in [(free, other), (free, kept), (other, free), (other, kept)]:
        with pytest.raises(situations.MergedAlready):
            operations.propose_merge(CLERK, *both, "手帳")


def test_the_same_is_asked_once(two: tuple[int, int]) -> None:
    operations.propose_merge(CLERK, *two, "手帳")

    with pytest.raises(situations.AskedAlready):
        operations.propose_merge(CLERK, two[1], two[0], "手帳")


def test_an_undo_is_asked_of_a_merge_that_holds(two: tuple[int, int]) -> None:
    done = merge(*two)
    asked = operations.propose_undo(CLERK, done.pk, "別人")
    with pytest.raises(situations.AskedAlready):
        operations.propose_undo(CLERK, done.pk, "別人")
    decide(asked)

    with pytest.raises(situations.NotInForce):
        operations.propose_undo(CLERK, done.pk, "別人")


def test_what_came_in_between_refuses_the_second_approval(two: tuple[int, int]) -> None:
    kept, other = two
    free = add_resident(BORN)
    late = operations.propose_merge(CLERK, other, free, "手帳")
    merge(kept, other)

    with pytest.raises(situations.MergedAlready):
        decide(late)


def test_every_step_is_in_the_ledger_about_both(two: tuple[int, int]) -> None:
    undo(merge(*two).pk)

    steps = {e.action: e.subjects for e in entries() if set(e.subjects or ()) == set(two)}
    assert {"merge.asked", "merge.undo_asked", "proposal.approved"} <= steps.keys()


# The database refuses what no code may do.


def refused_by_database(statement: str, values: list[object]) -> str:
    """The constraint that refused it."""
    with pytest.raises(IntegrityError) as refused, connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_no_role_records_a_merge_that_nobody_approved(two: tuple[int, int]) -> None:
    proposal = operations.propose_merge(CLERK, *two, "手帳")

    assert refused_by_database(operations.MERGE, [proposal.pk]) == "merge_was_approved"
    assert refused_by_database(operations.UNDO, [proposal.pk]) == "merge_was_approved"


def test_a_merge_of_others_than_its_subjects_is_refused(two: tuple[int, int]) -> None:
    said = {"kept": two[0], "merged": two[1]}
    proposal = propose(CLERK, operations.MERGE_KIND, said, [two[0]], "手帳")

    with pytest.raises(IntegrityError, match="is about others"):
        approve(COLLEAGUE, proposal.pk, proposal.sha256)


def test_two_birth_dates_are_refused_by_the_database_too(two: tuple[int, int]) -> None:
    elder = add_resident(date(2020, 1, 1))
    said = {"kept": two[0], "merged": elder}
    proposal = propose(CLERK, operations.MERGE_KIND, said, [two[0], elder], "手帳")

    with pytest.raises(situations.BirthDatesDiffer):
        decide(proposal)


@pytest.mark.parametrize("table", ["resident_merge", "merge_undone", "merged_resident"])
@pytest.mark.parametrize("zone", ["default", "jobs", "guarded"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET merge_id = 0", "TRUNCATE {}"])
def test_no_zone_changes_what_was_decided(ward: Place, table: str, zone: str, act: str) -> None:
    statement = act.format(table)
    if table == "resident_merge":
        statement = statement.replace("merge_id", "kept_id")
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(zone, statement)


@pytest.mark.parametrize("table", ["resident_merge", "merge_undone"])
def test_even_the_owner_changes_nothing(two: tuple[int, int], table: str) -> None:
    undo(merge(*two).pk)

    with pytest.raises(IntegrityError, match="never changed"):
        execute("owner", f"DELETE FROM {table}")


# Protection is the person's.


def test_a_merge_with_somebody_protected_protects_both_and_no_undo_lifts_it(
    two: tuple[int, int],
) -> None:
    kept, other = two
    shelter(other)

    done = merge(kept, other)
    assert guarded(kept, other) == [True, True]
    assert execute(
        "default", "SELECT count(*) FROM dose_particulars WHERE resident_id = %s", [kept]
    ) == [(0,)]
    undo(done.pk)

    assert guarded(kept, other) == [True, True]


def test_protection_that_begins_later_reaches_every_number(two: tuple[int, int]) -> None:
    merge(*two)

    shelter(two[0])

    assert guarded(*two) == [True, True]


def test_protection_ends_for_every_number(two: tuple[int, int]) -> None:
    merge(*two)
    shelter(two[0])

    proposal = protection.propose_end(CLERK, two[1], "期間の満了", ON)

    assert proposal.subjects == sorted(two)


def test_whoever_lives_with_somebody_protected_by_a_merge_is_protected_too(
    fresh_ward: Place, tmp_path: Path
) -> None:
    mark = {"protection": "1", "protection_from": date(2026, 1, 5)}
    take_in(
        file_of(
            tmp_path / "people.csv",
            person(1, household_number="0070000001"),
            person(2, household_number="0070000001", birth_on=date(2024, 4, 1)),
            person(3, household_number="0070000003", **mark),
        )
    )
    ids = dict(execute("default", "SELECT atena_number::int, id FROM resident"))

    merge(ids[1], ids[3])

    assert guarded(*ids.values()) == [True, True, True]
    assert execute(
        "jobs", "SELECT count(*) FROM resident_search WHERE address_key IS NOT NULL"
    ) == [(0,)]


# Counted and found once.


def living(first: int, last: int) -> tuple[set[int], dict[int, int]]:
    """Who is counted in a stretch of ids, and how many doses of each."""
    population = population_between(first, last)
    doses = population.doses.group_by("resident_id").len()
    return set(population.residents["resident_id"]), dict(doses.iter_rows())


def test_the_population_counts_a_person_once_with_all_doses(two: tuple[int, int]) -> None:
    kept, other = two
    merge(kept, other)

    assert living(kept, other) == ({kept}, {kept: 2})
    assert living(other, other) == (set(), {})


def test_who_lives_here_under_the_merged_number_is_counted_under_it(ward: Place) -> None:
    gone, here = add_resident(BORN, status="3"), add_resident(BORN)
    record(mr1(gone))

    merge(gone, here)

    assert living(gone, here) == ({here}, {here: 1})


def test_after_an_undo_both_are_counted_again(two: tuple[int, int]) -> None:
    before = living(*two)

    undo(merge(*two).pk)

    assert living(*two) == before


def test_a_record_finds_the_person_by_what_either_number_was_registered_as(
    fresh_ward: Place, tmp_path: Path
) -> None:
    child = {"name": "髙橋　翔太", "name_kana": "タカハシ　ショウタ", "sex": "1", "birth_on": BORN}
    away = "東京都世田谷区砧八丁目1番2号"
    take_in(file_of(tmp_path / "people.csv", person(1, **child), person(2, **child, address=away)))
    ids = dict(execute("default", "SELECT atena_number::int, id FROM resident"))
    claim = Claim("高橋翔太", "タカハシショウタ", "1", BORN, "砧8-1-2")
    assert match_record(claim).verdict is Verdict.PROPOSED

    merge(ids[1], ids[2])

    assert match_record(claim).resident_id == ids[1]
    by_number = Claim(born_on=BORN, name="高橋翔太", atena_number="0000000002")
    assert match_record(by_number).resident_id == ids[1]


def test_which_merges_hold_is_kept_by_the_database(two: tuple[int, int]) -> None:
    done = merge(*two)
    held = MergedResident.objects.get(merged_id=two[1])
    assert (held.kept_id, held.merge_id) == (two[0], done.pk)

    undo(done.pk)

    assert not MergedResident.objects.filter(merged_id=two[1]).exists()


def test_a_voucher_of_one_number_holds_for_the_person(two: tuple[int, int]) -> None:
    kept, other = add_resident(BORN), two[0]
    number = issued(kept)
    assert isinstance(refused_number(number, other, "PCV"), SomebodyElses)

    merge(kept, other)

    assert refused_number(number, other, "PCV") is None
    record(pcv(other, PCV_ON, voucher_number=number))


def test_a_voucher_decides_with_the_birth_date_whose_record_it_is(two: tuple[int, int]) -> None:
    number = issued(two[1])
    merge(*two)

    assert match_record(Claim(born_on=BORN, voucher_number=number)).resident_id == two[0]
    assert match_record(Claim(voucher_number=number)).verdict is Verdict.PROPOSED


def issued(child: int) -> str:
    """The number of a voucher handed out at the counter."""
    asked = Request(resident_id=child, series="PCV", channel=Channel.COUNTER, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, ON, current())
    return voucher.number
