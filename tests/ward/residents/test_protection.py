"""支援措置 by hand: begun by one person at once, ended by two, and by nothing else (number-linkage §5.5)."""

from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from staff_of_tests import Staff, employ
from ward.residents.registry import HOME, file_of, person, take_in, work_off

from sesshu.foundation import second_person
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.residents import protection
from sesshu.ward.residents.protection import EndToConfirm, ProtectionPeriod
from sesshu.ward.residents.queries import Search, resident_of, search
from sesshu.wire.residents.codes import Protection
from sesshu.wire.residents.control import FileKind

TODAY = date(2026, 11, 23)
YEAR = ProtectionPeriod(Protection.STALKING, date(2026, 11, 23), date(2027, 11, 22))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "1.csv"


@pytest.fixture
def family(fresh_ward: Place, path: Path) -> list[int]:
    """Mother and child in one household, and somebody in another."""
    take_in(
        file_of(
            path, person(1), person(2, relationship="20"), person(3, household_number="0070000003")
        )
    )
    return [id_of(number) for number in (1, 2, 3)]


@pytest.fixture
def staff(family: list[int]) -> tuple[Staff, Staff]:
    return employ("支援 花子", Duty.GUARDED), employ("支援 太郎", Duty.GUARDED)


def id_of(number: int) -> int:
    (found,) = search(Search(atena_number=str(number))).rows
    return found.id


def guarded(residents: list[int]) -> list[bool]:
    return [resident_of(each, TODAY).is_guarded for each in residents]


def end(staff: tuple[Staff, Staff], resident: int) -> second_person.Proposal:
    first, second = staff
    proposal = protection.propose_end(first.actor, resident, "本人から終了の申出", TODAY)
    second_person.approve(second.actor, proposal.pk, proposal.sha256)
    work_off()
    return proposal


def test_one_person_protects_a_household_at_once(
    family: list[int], staff: tuple[Staff, Staff]
) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    assert guarded(family) == [True, True, False]
    assert resident_of(family[0], TODAY).address is None
    assert {row.id for row in search(Search(address=HOME)).rows} == {family[2]}


def test_a_file_made_before_or_after_does_not_undo_it(
    family: list[int], staff: tuple[Staff, Staff], tmp_path: Path
) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    unmarked = person(1, update_number=2, transaction_class="2", transaction_reason="30")
    take_in(file_of(tmp_path / "2.csv", unmarked, sequence=2, kind=FileKind.DIFFERENCE))
    assert guarded(family) == [True, True, False]


def test_two_people_end_it_and_the_contacts_come_back(
    family: list[int], staff: tuple[Staff, Staff]
) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    end(staff, family[0])
    assert guarded(family) == [False, False, False]
    assert resident_of(family[0], TODAY).address == HOME
    assert {row.id for row in search(Search(address=HOME)).rows} == set(family)
    assert {row.id for row in search(Search(phone="0312345678")).rows} == set(family)


def test_one_person_alone_ends_nothing(family: list[int], staff: tuple[Staff, Staff]) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    proposal = protection.propose_end(staff[0].actor, family[0], "終了", TODAY)
    with pytest.raises(second_person.OwnProposal):
        second_person.approve(staff[0].actor, proposal.pk, proposal.sha256)
    work_off()
    assert guarded(family)[0]


def lift(proposal_id: int) -> None:
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT lift_protection(%s)", [proposal_id])


def test_postgresql_lifts_nothing_without_an_approved_proposal(
    family: list[int], staff: tuple[Staff, Staff]
) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    proposal = protection.propose_end(staff[0].actor, family[0], "終了", TODAY)
    for number in (proposal.pk, 0):
        with pytest.raises(Exception, match="approved proposal only") as refused:
            lift(number)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_an_old_approval_cannot_be_used_against_a_new_protection(
    family: list[int], staff: tuple[Staff, Staff]
) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    used = end(staff, family[0])
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    with pytest.raises(Exception, match="something newer"):
        lift(used.pk)
    assert guarded(family)[0]


def test_the_end_of_a_period_is_a_question_and_ends_nothing(
    family: list[int], staff: tuple[Staff, Staff]
) -> None:
    protection.begin(staff[0].actor, family[0], YEAR, TODAY)
    asked = (EndToConfirm(family[0], date(2027, 11, 22)),)
    assert protection.to_confirm(date(2027, 10, 22)) == ()
    assert protection.to_confirm(date(2027, 10, 23)) == asked
    assert protection.to_confirm(date(2028, 4, 1)) == asked
    assert guarded(family)[0]
    end(staff, family[0])
    assert protection.to_confirm(date(2028, 4, 1)) == ()


def test_what_the_register_marks_is_asked_about_too(fresh_ward: Place, path: Path) -> None:
    marked = person(
        1, protection="1", protection_from=date(2026, 1, 5), protection_until=date(2027, 1, 4)
    )
    take_in(file_of(path, marked))
    assert protection.to_confirm(date(2026, 12, 31)) == (EndToConfirm(id_of(1), date(2027, 1, 4)),)
