"""Claims files taken in: whole or not at all, every line kept, found anew when the records come (V106)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from claims_of_tests import (
    GIVEN_ON,
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
from clinic_files_of_tests import NotTaken, finish
from doses_of_tests import BORN, ON, mr1, record
from ledger_of_tests import CLERK, last_entry
from merges_of_tests import merge
from residents_of_tests import add_resident
from settlements_of_tests import UNIT, contract
from vouchers_of_tests import ONE_YEAR_OLD, mr_until, numbered, vouchers_of

from sesshu.foundation.clock import now
from sesshu.ward.federation.federations import federation_on
from sesshu.ward.federation.models import ClaimsFile, ClaimsLine
from sesshu.ward.federation.operations import correct_line, replay
from sesshu.ward.federation.situations import ClaimsLineSettled, ClaimsLineStillFaulty
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.render import render_line
from sesshu.wire.residents.control import Encoding

pytestmark = pytest.mark.usefixtures("fresh_ward")
LAYOUT = layout_of(MAY)
UNREADABLE = render_line(claim_for(1), LAYOUT).replace("2026-04-10", "2026-04-32")


def line_numbers() -> list[int]:
    return [*ClaimsLine.objects.order_by("line_number").values_list("line_number", flat=True)]


def test_every_line_is_kept_once_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    contract()
    given(1)
    path = claims_file(tmp_path / "C1.csv", claim_for(1), UNREADABLE, "1,2,3")
    file, counts = take_claims(path)
    again, _ = take_claims(path)
    assert again == file
    assert (counts["rows"], counts["read"], counts["faulty"], counts["yen"]) == (3, 1, 2, UNIT)
    assert line_numbers() == [3, 4, 5]
    assert said(file) == [("paid", None), ("returned", "faulty"), ("returned", "faulty")]


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"municipality": "131156"}, "ほかの団体"),
        ({"federation": "142"}, "登録のない国保連"),
        ({"yen": UNIT + 1}, "合計が11,000円で、制御行の11,001円"),
        ({"rows": 2}, "制御行は2行"),
        ({"file_id": "C0"}, "すでに取り込まれています"),
        ({"month": date(2026, 4, 1)}, "確定しています"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_whole(
    tmp_path: Path, others: dict[str, object], words: str
) -> None:
    contract()
    given(1)
    settle(taken(tmp_path, claim_for(1, yen=1), name="C0", month=date(2026, 4, 1)))
    with pytest.raises(NotTaken, match=words):
        take_claims(claims_file(tmp_path / "C1.csv", claim_for(1), **others))  # type: ignore[arg-type]
    assert ClaimsFile.objects.count() == 1


def test_a_file_in_the_coding_of_old_systems_is_read(tmp_path: Path) -> None:
    contract()
    given(1)
    file = taken(tmp_path, claim_for(1), encoding=Encoding.CP932)
    assert said(file) == [("paid", None)]


def test_a_ward_knows_its_federation_from_a_month_on() -> None:
    known = federation_on("131121", date(2026, 4, 1))
    assert known is not None
    assert (known.code, known.verify) == ("132", True)
    assert federation_on("131121", date(2026, 3, 1)) is None
    assert federation_on("011002", MAY) is None


def test_the_holder_of_a_voucher_is_known_by_its_number(tmp_path: Path) -> None:
    contract()
    twins = [add_resident(ONE_YEAR_OLD, name_kana=kana(1)) for _ in range(2)]
    vouchers = vouchers_of(numbered(mr_until()))
    on = date(2026, 12, 11)
    numbers = [vouchers[each].number for each in twins]
    assert on > ON
    claims = [
        claim_for(1, GIVEN_ON, claim_number=str(at), birth_on=ONE_YEAR_OLD, voucher_number=number)
        for at, number in enumerate(numbers)
    ]
    file = taken(tmp_path, *claims, claim_for(1, birth_on=ONE_YEAR_OLD))
    assert [each.line.resident for each in sheet(file).judged] == [*twins, None]


def test_of_namesakes_of_one_age_the_one_with_the_dose_is_meant(tmp_path: Path) -> None:
    contract()
    given(1)
    other = add_resident(BORN, name_kana=kana(1))
    record(mr1(other, date(2026, 4, 20)))
    file = taken(
        tmp_path,
        claim_for(1),
        claim_for(1, date(2026, 4, 20), claim_number="2"),
        claim_for(1, date(2026, 4, 21), claim_number="3"),
    )
    assert said(file) == [("paid", None), ("paid", None), ("returned", "unknown_person")]


def test_a_dose_under_another_number_of_the_person_is_found(tmp_path: Path) -> None:
    contract()
    dose = given(1)
    kept = add_resident(BORN, name_kana=kana(2))
    merge(kept, dose.entry.resident_id)
    assert said(taken(tmp_path, claim_for(2))) == [("paid", None)]


def test_a_dose_recorded_after_the_file_came_is_found_when_asked_again(tmp_path: Path) -> None:
    contract()
    file = taken(tmp_path, claim_for(1))
    assert said(file) == [("returned", "unknown_person")]
    given(1)
    finish(replay(CLERK, file.pk, now()).run_id)
    assert said(file) == [("paid", None)]
    assert ClaimsLine.objects.get().dose_id is not None


def test_a_line_that_was_put_right_is_read_anew(tmp_path: Path) -> None:
    contract()
    given(1)
    file = taken(tmp_path, UNREADABLE, yen=UNIT)
    line = ClaimsLine.objects.get()
    with pytest.raises(ClaimsLineStillFaulty):
        correct_line(CLERK, line.pk, UNREADABLE)
    correct_line(CLERK, line.pk, render_line(claim_for(1), LAYOUT))
    assert last_entry().action == "federation.line_corrected"
    counts = finish(replay(CLERK, file.pk, now()).run_id)
    assert (counts["rows"], counts["read"]) == (1, 1)
    assert said(file) == [("paid", None)]
    with pytest.raises(ClaimsLineSettled):
        correct_line(CLERK, line.pk, UNREADABLE)


def test_a_line_that_was_answered_is_not_read_anew(tmp_path: Path) -> None:
    contract()
    file = taken(tmp_path, claim_for(1))
    settle(file)
    given(1)
    counts = finish(replay(CLERK, file.pk, now()).run_id)
    assert counts["rows"] == 0
    assert ClaimsLine.objects.get().dose_id is None


def test_what_is_put_right_between_showing_and_approval_is_not_settled(tmp_path: Path) -> None:
    contract()
    given(1)
    file = taken(tmp_path, UNREADABLE, yen=UNIT)
    proposal = proposed(file)
    correct_line(CLERK, ClaimsLine.objects.get().pk, render_line(claim_for(1), LAYOUT))
    finish(replay(CLERK, file.pk, now()).run_id)
    with pytest.raises(Exception, match="変わりました"):
        approve(proposal)


def test_the_claim_form_takes_no_more_than_it_needs() -> None:
    names = {column.name for column in LAYOUT.columns}
    assert names == set(replace(claim_for(1)).__dataclass_fields__)
    assert not names & {"name", "address", "atena_number", "personal_number", "phone"}
