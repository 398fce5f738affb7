"""Where a guarded resident was vaccinated lies behind the wall; no ordinary role can read it (D3)."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connections
from doses_of_tests import AS_GIVEN, BORN, FIRST_MR, ON, check, correct, enter, mr1, record
from ledger_of_tests import COLLEAGUE, execute
from psycopg import errors
from residents_of_tests import add_resident, shelter
from tricks_of_walls import log_in

from sesshu.foundation.walls import Place
from sesshu.foundation.walls.zones import zones_of
from sesshu.ward.records import operations, queries, whereabouts
from sesshu.ward.records.codes import Act
from sesshu.ward.records.entry import Particulars

HIDDEN = "祖師谷三丁目小児科クリニック"
CODE = "1311299999"
DOCTOR = "祖師谷 隠子"
PLACE = Particulars(
    provider_code=CODE,
    provider_name=HIDDEN,
    doctor=DOCTOR,
    note=f"{HIDDEN}から電話あり",
    stated_reason=f"{HIDDEN}に確かめた",
)
ORDINARY = [zone.name for zone in zones_of("ward") if zone.name != "guarded"]
READABLE = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
  AND has_table_privilege(c.oid, 'SELECT')
"""


@pytest.fixture
def child(ward: Place) -> int:
    return add_resident(BORN, guarded=True)


def places_that_tell(place: Place, words: list[str]) -> set[tuple[str, str]]:
    """(zone, table) wherever a role other than the guarded one reads one of the words."""
    found = set()
    for zone in ORDINARY:
        with log_in(place, zone) as connection:
            for (table,) in connection.execute(READABLE).fetchall():
                rows = connection.execute(f'SELECT t::text FROM "{table}" t').fetchall()
                if any(word in text for (text,) in rows for word in words):
                    found.add((zone, table))
    return found


def test_no_ordinary_role_reads_where_a_guarded_resident_was_vaccinated(
    child: int, ward: Place
) -> None:
    enter(mr1(child, particulars=PLACE))
    dose = record(mr1(child, particulars=PLACE))
    check(correct(dose, mr1(child, lot="MR513", particulars=PLACE)))
    assert places_that_tell(ward, [HIDDEN, CODE, DOCTOR]) == set()
    assert queries.doses_of(child)[0].entry.particulars is None


def test_the_hunt_finds_a_planted_name(ward: Place) -> None:
    record(mr1(add_resident(BORN), particulars=Particulars(provider_name="見つかる医院")))
    assert places_that_tell(ward, ["見つかる医院"]) == {("intranet", "dose_particulars")}


def test_the_guarded_zone_reads_it(child: int, ward: Place) -> None:
    proposal = enter(mr1(child, particulars=PLACE))
    told = execute(
        "guarded", "SELECT provider_name FROM guarded_dose WHERE proposal_id = %s", [proposal.pk]
    )
    assert told == [(HIDDEN,)]


@pytest.mark.parametrize("zone", ORDINARY)
def test_no_ordinary_zone_reads_the_guarded_table(ward: Place, zone: str) -> None:
    with log_in(ward, zone) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM guarded_dose")


def test_the_particulars_of_a_guarded_resident_do_not_fit_into_the_ordinary_table(
    child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whereabouts, "GuardedDose", whereabouts.DoseParticulars)
    with pytest.raises(IntegrityError, match="other table"):
        enter(mr1(child, particulars=PLACE))


def test_when_protection_begins_what_was_recorded_before_moves_behind_the_wall(ward: Place) -> None:
    child = add_resident(BORN)
    place = Particulars(provider_name="引っ越す医院")
    waiting = enter(mr1(child, FIRST_MR.replace(month=6), particulars=place))
    record(mr1(child, particulars=place))
    shelter(child)
    assert places_that_tell(ward, ["引っ越す医院"]) == set()
    assert queries.entry_of(waiting.pk, ON).entry.particulars is None
    with connections["guarded"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guarded_dose WHERE resident_id = %s", [child])
        assert cursor.fetchone() == (2,)


def test_a_correction_by_whoever_may_not_see_the_place_leaves_it_as_it_is(child: int) -> None:
    dose = record(mr1(child, particulars=PLACE))
    check(correct(dose, mr1(child, lot="MR513", particulars=None)))
    [now] = queries.doses_of(child)
    assert (now.entry.lot, now.particulars_of) == ("MR513", dose.particulars_of)


def test_a_stopped_dose_that_is_corrected_keeps_the_reason_that_was_stated(child: int) -> None:
    wrong = mr1(child, route="IM", as_given=True, particulars=replace(AS_GIVEN))
    dose = record(wrong)
    check(correct(dose, replace(wrong, lot="MR513", particulars=None)))
    assert queries.doses_of(child)[0].entry.lot == "MR513"


def test_the_second_person_checks_without_seeing_the_place(child: int) -> None:
    proposal = enter(mr1(child, particulars=PLACE))
    form = queries.entry_of(proposal.pk, ON)
    assert (form.entry.particulars, form.act) == (None, Act.ENTRY)
    operations.approve(COLLEAGUE, proposal.pk, proposal.sha256, form.verdict_shown, ON)
    assert queries.doses_of(child)[0].checked_by_name == COLLEAGUE.name
