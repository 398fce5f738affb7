"""A file of the 国保連 held against the records and settled by two people, each dose once (V106, R5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from claims_of_tests import (
    GIVEN_ON,
    JUNE,
    MAY,
    approve,
    claim_for,
    claims_file,
    given,
    kana,
    proposed,
    said,
    settle,
    sheet,
    take_claims,
    taken,
)
from clinic_files_of_tests import OTHER_CLINIC
from database_of_tests import TestCluster
from django.db import IntegrityError, ProgrammingError, connections, transaction
from doses_of_tests import cancel, check, correct, mr1
from ledger_of_tests import CLERK, execute
from races_of_tests import almighty, meet_in, types_at_once
from residents_of_tests import shelter
from settlements_of_tests import UNIT, adjustments, claim, contract, month_of
from settlements_of_tests import approve as approve_month
from settlements_of_tests import proposed as proposed_month
from settlements_of_tests import settle as settle_month

from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.walls import Place
from sesshu.ward.federation.models import ClaimsOutcome
from sesshu.ward.federation.operations import return_line
from sesshu.ward.federation.situations import ClaimsLineSettled, NotTheNewestFile
from sesshu.ward.fees.models import SettledDose, Settlement, SettlementLine
from sesshu.ward.fees.overview import clinics_of
from sesshu.ward.fees.settlements import exclude
from sesshu.ward.fees.situations import (
    AlreadySettled,
    FeeRefused,
    SettlementChanged,
    WithoutPrice,
)
from sesshu.ward.records.queries import RecordedDose
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.render import render_line

pytestmark = pytest.mark.usefixtures("fresh_ward")
ONE_DAY = timedelta(days=1)
THIRD, FOURTH = Actor(9, "鈴木 一郎"), Actor(10, "高橋 直子")


def signs() -> list[int]:
    return [*SettledDose.objects.order_by("id").values_list("sign", flat=True)]


def paid() -> list[int]:
    return [row.yen for row in Settlement.objects.order_by("id")]


def answers() -> list[tuple[str, str | None, int]]:
    rows = ClaimsOutcome.objects.order_by("id")
    return [(row.treatment, row.finding, row.yen) for row in rows]


def corrected(dose: RecordedDose, **others: object) -> None:
    """Two people put something in the place of a dose."""
    check(correct(dose, replace(mr1(dose.entry.resident_id, GIVEN_ON), **others)))  # type: ignore[arg-type]


def test_claims_on_record_are_paid_and_answered(tmp_path: Path) -> None:
    contract()
    for number in (1, 2, 3):
        given(number)
    file = taken(tmp_path, *(claim_for(number) for number in (1, 2, 3)))
    settle(file)
    assert (paid(), signs()) == ([3 * UNIT], [1, 1, 1])
    [line] = SettlementLine.objects.all()
    assert (line.doses, line.unit_yen, line.treatment) == (3, UNIT, "paid")
    assert answers() == [("paid", None, UNIT)] * 3


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        ({"name_kana": kana(7)}, "unknown_person"),
        ({"given_on": GIVEN_ON + ONE_DAY}, "other_day"),
        ({"unit_yen": UNIT + 1, "yen": UNIT + 1}, "other_price"),
        ({"charge_yen": 500, "yen": UNIT - 500}, "other_charge"),
        ({"yen": UNIT - 1}, "other_sum"),
        ({"provider_code": OTHER_CLINIC}, "other_clinic"),
        ({"product": "M"}, "other_product"),
        ({"outcome": "screened_only", "product": None}, "other_kind"),
        ({"kind": "withdrawal", "original_number": "77"}, "nothing_to_withdraw"),
    ],
)
def test_what_differs_from_the_record_is_returned(
    tmp_path: Path, wrong: dict[str, object], finding: str
) -> None:
    contract()
    given()
    file = taken(tmp_path, claim_for(**wrong))
    assert said(file) == [("returned", finding)]
    settle(file)
    assert (paid(), signs()) == ([0], [])
    assert answers() == [("returned", finding, 0)]


@pytest.mark.parametrize(
    ("undo", "finding"),
    [
        (lambda dose: check(cancel(dose)), "cancelled"),
        (lambda dose: exclude(CLERK, dose.id, "対象年齢の外"), "excluded"),
        (lambda dose: corrected(dose, given_on=GIVEN_ON + ONE_DAY), "other_day"),
    ],
)
def test_what_became_of_a_dose_is_why_it_is_returned_and_taken_back(
    tmp_path: Path, undo: Callable[[RecordedDose], object], finding: str
) -> None:
    """Before the file is settled it keeps a claim from being paid; afterwards it makes a 過誤 by itself."""
    contract()
    first, second = given(1), given(2)
    file = taken(tmp_path, claim_for(1), claim_for(2))
    undo(second)
    assert said(file) == [("paid", None), ("returned", finding)]
    settle(file)
    undo(first)
    june = taken(tmp_path, name="C2", month=JUNE)
    assert [(each.finding.value, each.paid.row.yen) for each in sheet(june).undone] == [
        (finding, -UNIT)
    ]
    settle(june)
    assert (paid(), signs()) == ([UNIT, -UNIT], [1, -1])
    assert answers()[-1] == ("adjusted", finding, -UNIT)
    assert sheet(taken(tmp_path, name="C3", month=date(2026, 7, 1))).undone == ()


def test_a_correction_of_what_is_not_paid_for_takes_nothing_back(tmp_path: Path) -> None:
    contract()
    dose = given()
    settle(taken(tmp_path, claim_for()))
    corrected(dose, lot="MR513")
    june = taken(tmp_path, claim_for(1, claim_number="99"), name="C2", month=JUNE)
    assert sheet(june).undone == ()
    assert said(june) == [("returned", "paid_before")]


def test_a_dose_that_was_corrected_is_claimed_anew_beside_its_own_correction(
    tmp_path: Path,
) -> None:
    contract()
    dose = given()
    settle(taken(tmp_path, claim_for()))
    later = GIVEN_ON + ONE_DAY
    corrected(dose, given_on=later)
    june = taken(tmp_path, claim_for(1, later, claim_number="99"), name="C2", month=JUNE)
    assert said(june) == [("paid", None)]
    settle(june)
    assert (paid(), signs()) == ([UNIT, 0], [1, -1, 1])


def test_a_clinic_withdraws_a_claim_and_claims_anew_in_one_file(tmp_path: Path) -> None:
    contract()
    given()
    settle(taken(tmp_path, claim_for()))
    back = claim_for(kind="withdrawal", original_number=claim_for().claim_number, claim_number="5")
    anew = claim_for(claim_number="6")
    june = taken(tmp_path, back, anew, back, name="C2", month=JUNE)
    assert said(june) == [
        ("adjusted", "withdrawn"),
        ("paid", None),
        ("returned", "nothing_to_withdraw"),
    ]
    settle(june)
    assert (paid(), signs()) == ([UNIT, 0], [1, -1, 1])


def test_two_lines_about_one_dose_are_paid_once(tmp_path: Path) -> None:
    contract()
    given()
    file = taken(tmp_path, claim_for(), claim_for(claim_number="2"))
    assert said(file) == [("paid", None), ("returned", "twice")]


def test_what_was_paid_on_paper_is_not_paid_by_the_federation(tmp_path: Path) -> None:
    contract()
    given()
    claim(1)
    settle_month()
    assert said(taken(tmp_path, claim_for())) == [("returned", "paid_on_paper")]


def test_what_the_federation_claims_is_not_counted_on_paper(tmp_path: Path) -> None:
    contract()
    given(1)
    given(2)
    file = taken(tmp_path, claim_for(1))
    assert [each.doses for each in month_of()] == [1]
    assert [each.recorded for each in clinics_of(date(2026, 4, 1))] == [1]
    settle(file)
    assert [each.doses for each in month_of()] == [1]
    claim(1)
    settle_month()
    assert (paid(), signs()) == ([UNIT, UNIT], [1, 1])
    assert adjustments() == ()


def test_what_the_federation_was_refused_may_be_claimed_on_paper(tmp_path: Path) -> None:
    contract()
    given()
    settle(taken(tmp_path, claim_for(yen=1)))
    assert [each.doses for each in month_of()] == [1]


def test_a_clerk_returns_a_line_and_takes_that_back(tmp_path: Path) -> None:
    contract()
    given()
    file = taken(tmp_path, claim_for())
    [each] = sheet(file).judged
    return_line(CLERK, each.line.id, "予診票に署名がない")
    [each] = sheet(file).judged
    assert (each.treatment.value, each.cause) == ("returned", "予診票に署名がない")
    return_line(CLERK, each.line.id, None)
    assert said(file) == [("paid", None)]
    settle(file)
    with pytest.raises(ClaimsLineSettled):
        return_line(CLERK, each.line.id, "遅い")


def test_a_price_nobody_has_entered_keeps_a_file_from_being_settled(tmp_path: Path) -> None:
    contract()
    given(1, date(2026, 4, 10))
    outside = date(2026, 3, 31)
    given(2, outside)
    file = taken(tmp_path, claim_for(1), claim_for(2, outside))
    assert said(file)[1] == ("returned", "no_price")
    with pytest.raises(WithoutPrice):
        proposed(file)
    [_, second] = sheet(file).judged
    return_line(CLERK, second.line.id, "契約の前の接種")
    settle(file)
    assert paid() == [UNIT]


def test_a_newer_file_of_the_month_takes_the_place_of_the_older(tmp_path: Path) -> None:
    contract()
    given()
    old = taken(tmp_path, claim_for())
    new = taken(tmp_path, claim_for(), name="C2")
    with pytest.raises(NotTheNewestFile):
        proposed(old)
    settle(new)
    with pytest.raises(AlreadySettled):
        proposed(new)


def test_a_file_that_was_replaced_after_it_was_shown_is_not_settled(tmp_path: Path) -> None:
    contract()
    given()
    proposal = proposed(taken(tmp_path, claim_for()))
    taken(tmp_path, claim_for(), name="C2")
    with pytest.raises(SettlementChanged):
        approve(proposal)


def test_what_changed_after_it_was_shown_is_not_settled(tmp_path: Path) -> None:
    contract()
    dose = given()
    proposal = proposed(taken(tmp_path, claim_for()))
    check(cancel(dose))
    with pytest.raises(SettlementChanged):
        approve(proposal)
    assert paid() == []


def test_one_person_does_not_settle_a_file_alone(tmp_path: Path) -> None:
    contract()
    given()
    with pytest.raises(OwnProposal):
        approve(proposed(taken(tmp_path, claim_for())), CLERK)


def behind_the_wall() -> list[str]:
    with connections["guarded"].cursor() as cursor:
        cursor.execute("SELECT text FROM guarded_claims_line ORDER BY line_id")
        return [text for (text,) in cursor.fetchall()]


def test_a_line_of_somebody_guarded_is_kept_behind_the_wall(tmp_path: Path) -> None:
    """When it comes, also where it cannot be read, and when protection begins later."""
    contract()
    children = [given(number).entry.resident_id for number in (1, 2, 3)]
    for child in children[:2]:
        shelter(child)
    unreadable = render_line(claim_for(2), layout_of(MAY)).replace(f"{UNIT},0", "x,0")
    file, counts = take_claims(
        claims_file(tmp_path / "C1.csv", claim_for(1), unreadable, claim_for(3))
    )
    assert (counts["guarded"], counts["read"]) == (2, 1)
    shelter(children[2])
    assert sheet(file).judged == ()
    assert [kana(number) in text for number, text in enumerate(behind_the_wall(), 1)] == [True] * 3
    open_rows = execute("default", "SELECT text, resident_id, dose_id, faults FROM claims_line")
    assert {(text, resident, dose) for text, resident, dose, _ in open_rows} == {(None, None, None)}
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute("default", "SELECT text FROM guarded_claims_line")


def test_what_was_paid_for_somebody_guarded_since_is_not_taken_back(tmp_path: Path) -> None:
    contract()
    dose = given()
    settle(taken(tmp_path, claim_for()))
    check(cancel(dose))
    shelter(dose.entry.resident_id)
    assert sheet(taken(tmp_path, name="C2", month=JUNE)).undone == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_line SET state = 'read'",
        "DELETE FROM claims_line",
        "UPDATE claims_outcome SET yen = 0",
        "DELETE FROM claims_return",
        "INSERT INTO claims_file (file_id) VALUES ('X')",
    ],
)
def test_what_was_claimed_and_answered_is_never_changed(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("default", statement)


def test_no_line_is_answered_without_a_file_that_was_settled(tmp_path: Path) -> None:
    contract()
    given(1)
    given(2)
    settle(taken(tmp_path, claim_for(1)))
    file = taken(tmp_path, claim_for(2), name="C2", month=JUNE)
    line, settlement = sheet(file).judged[0].line.id, Settlement.objects.get()
    with pytest.raises(IntegrityError, match="without a file"), transaction.atomic():
        execute(
            "default",
            "INSERT INTO claims_outcome (settlement_id, line_id, treatment, yen) VALUES (%s, %s, 'paid', 1)",
            [settlement.pk, line],
        )


NO_TURNS = """
ALTER TABLE {schema}.settled_dose DROP CONSTRAINT dose_is_settled_once;
ALTER TABLE {schema}.settled_dose DROP CONSTRAINT dose_is_paid_and_taken_back_in_turns;
CREATE OR REPLACE FUNCTION {schema}.settled_dose_takes_its_turn() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.first_dose_id := NEW.dose_id; NEW.turn := 1; RETURN NEW; END $$;
"""
NOT_YET_KNOWN = "UPDATE {schema}.claims_line SET dose_id = NULL"


def both_routes(place: Place, cluster: TestCluster, database: str, folder: Path) -> list[type]:
    """A dose is claimed by the federation and on paper, and both are settled at one moment."""
    contract()
    given()
    file = taken(folder, claim_for())
    almighty(cluster, database, place, NOT_YET_KNOWN)
    meet_in(cluster, database, place, "settlement")  # both have counted before either has paid
    claim(1)
    by_federation, on_paper = proposed(file), proposed_month()
    return types_at_once(
        place,
        lambda: approve(by_federation, THIRD),
        lambda: approve_month(on_paper, FOURTH),
    )


def test_without_the_guard_a_dose_is_paid_by_both_routes(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str, tmp_path: Path
) -> None:
    almighty(test_cluster, fresh_database, fresh_ward, NO_TURNS)
    ended = both_routes(fresh_ward, test_cluster, fresh_database, tmp_path)
    assert ended == [type(None), type(None)]
    assert (signs(), sum(paid())) == ([1, 1], 2 * UNIT)


def test_of_both_routes_at_one_moment_one_pays_a_dose(
    fresh_ward: Place, test_cluster: TestCluster, fresh_database: str, tmp_path: Path
) -> None:
    ended = both_routes(fresh_ward, test_cluster, fresh_database, tmp_path)
    assert sorted(issubclass(each, FeeRefused) for each in ended) == [False, True]
    assert (signs(), paid()) == ([1], [UNIT])
