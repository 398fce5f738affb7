"""Pages of claims files: a clerk mends and returns lines, another approves, the answer leaves (V106)."""

from pathlib import Path

import pytest
from claims_of_tests import JUNE, MAY, claim_for, given, settle, taken
from django.test import Client
from doses_of_tests import cancel, check
from ledger_of_tests import CLERK, last_entry
from payments_of_tests import enter_payee, payee
from residents_of_tests import shelter
from settlements_of_tests import UNIT, contract
from staff_of_tests import employ
from ward.residents.registry import work_off

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.second_person import Proposal
from sesshu.ward.federation.codes import KIND
from sesshu.ward.federation.models import ClaimsFile, ClaimsLine
from sesshu.ward.fees.models import Settlement
from sesshu.ward.payments import operations, queries
from sesshu.wire.claims_files.answer import read_answer
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.render import render_line
from sesshu.wire.transfers.files import read as read_transfers

HERE = "/131121/"
pytestmark = pytest.mark.usefixtures("fresh_ward")
NO_SUCH_DAY = render_line(claim_for(2), layout_of(MAY)).replace("2026-04-10", "2026-04-32")


@pytest.fixture
def clerk(fresh_ward: object) -> Client:
    return employ("費用 花子", Duty.FEES).client()


def page_of(file: ClaimsFile) -> str:
    return f"{HERE}claims-files/{file.pk}/"


def answer_of(file: ClaimsFile) -> bytes:
    wanted, conditions = list_of("federation.answer"), {"claims_file": str(file.pk)}
    return wanted.in_own_format(conditions, wanted.rows(conditions))


def test_a_file_is_mended_returned_approved_and_answered(clerk: Client, tmp_path: Path) -> None:
    contract()
    for number in (1, 2, 3):
        given(number)
    file = taken(tmp_path, claim_for(1), NO_SUCH_DAY, claim_for(3), yen=3 * UNIT)
    assert "直す行あり" in clerk.get(f"{HERE}claims-files/").text
    assert "22,000円" in clerk.get(page_of(file)).text
    _, faulty, returned = ClaimsLine.objects.order_by("line_number")
    mended = f"{HERE}claims-files/lines/{faulty.pk}/"
    assert "暦にない日です" in clerk.get(mended).text
    values = dict(zip(layout_of(MAY).titles, NO_SUCH_DAY.split(","), strict=True))
    typed = {column.name: values[column.title] for column in layout_of(MAY).columns}
    assert clerk.post(mended, typed).status_code == 422
    assert clerk.post(mended, typed | {"given_on": "2026-04-10"})["Location"] == page_of(file)
    assert "/runs/" in clerk.post(f"{page_of(file)}replay")["Location"]
    work_off()
    assert "33,000円" in clerk.get(page_of(file)).text
    clerk.post(f"{HERE}claims-files/lines/{returned.pk}/", {"cause": "署名がない"})
    assert "署名がない" in clerk.get(page_of(file)).text
    assert last_entry().action == "federation.lines"
    assert clerk.post(page_of(file), {"reason": ""}).status_code == 422
    assert "申請しました" in clerk.post(page_of(file), {"reason": "5月分"}, follow=True).text
    checker = employ("確認 次郎", Duty.CHECK).client()
    assert "国保連の請求の確定" in checker.get(f"{HERE}fees/approvals/").text
    proposal = Proposal.objects.get(kind=KIND)
    decided = {"decision": "approve", "shown_sha256": proposal.sha256}
    shown = checker.get(f"{HERE}fees/approvals/{proposal.pk}/").text
    assert "署名がない" in shown
    checker.post(f"{HERE}fees/approvals/{proposal.pk}/", decided)
    assert Settlement.objects.get().yen == 2 * UNIT
    settled = clerk.get(page_of(file)).text
    assert "国保連への回答の持ち出しを申請する" in settled
    assert clerk.get(mended).status_code == 404
    said, answers = read_answer(answer_of(file))
    assert (said.rows, said.yen, said.federation) == (3, 2 * UNIT, "132")
    assert [(each.line_number, each.result, each.reason) for each in answers] == [
        (3, "paid", ""),
        (4, "paid", ""),
        (5, "returned", "署名がない"),
    ]


def test_the_answer_tells_no_name_and_takes_back_what_was_undone(tmp_path: Path) -> None:
    contract()
    dose = given(1)
    settle(taken(tmp_path, claim_for(1)))
    check(cancel(dose))
    given(2)
    june = taken(tmp_path, claim_for(2), name="C2", month=JUNE)
    settle(june)
    content = answer_of(june)
    _, answers = read_answer(content)
    assert [(each.file_id, each.result, each.reason_code, each.yen) for each in answers] == [
        ("C2", "paid", "", UNIT),
        ("C1", "adjusted", "cancelled", -UNIT),
    ]
    assert "ヤマダ" not in content.decode()
    assert "2025-03-01" not in content.decode()


def test_only_a_settled_file_is_answered(tmp_path: Path) -> None:
    contract()
    file = taken(tmp_path, claim_for(1))
    wanted, conditions = list_of("federation.answer"), {"claims_file": str(file.pk)}
    for asked in (conditions, {"claims_file": "x"}, {}):
        with pytest.raises(UnknownConditions):
            wanted.accepted(asked, None)  # type: ignore[arg-type]
    settle(file)
    assert wanted.accepted(conditions, None) == conditions  # type: ignore[arg-type]
    assert ("支払額", "0円") in wanted.said({"claims_file": str(file.pk)})


def test_a_file_of_an_older_kind_is_shown_as_replaced(clerk: Client, tmp_path: Path) -> None:
    contract()
    old = taken(tmp_path, claim_for(1))
    taken(tmp_path, claim_for(1), name="C2")
    assert "差し替え済み" in clerk.get(f"{HERE}claims-files/").text
    assert "新しい請求ファイルがあります" in clerk.get(page_of(old)).text
    refused = clerk.post(page_of(old), {"reason": "5月分"})
    assert "新しいほうで確定に出してください" in refused.text


def test_a_line_of_somebody_guarded_is_counted_and_not_shown(clerk: Client, tmp_path: Path) -> None:
    contract()
    dose = given(1)
    file = taken(tmp_path, claim_for(1, yen=1))
    line = ClaimsLine.objects.get()
    assert "ヤマダ" in clerk.get(f"{HERE}claims-files/lines/{line.pk}/").text
    assert last_entry().subjects == [dose.entry.resident_id]
    shelter(dose.entry.resident_id)
    shown = clerk.get(page_of(file)).text
    assert "支援措置対象者の行が1行" in shown
    assert "三軒茶屋" not in shown.split("<main", 1)[1]
    assert clerk.get(f"{HERE}claims-files/lines/{line.pk}/").status_code == 404


def test_who_only_checks_sees_a_file_and_changes_nothing(tmp_path: Path) -> None:
    contract()
    file = taken(tmp_path, claim_for(1))
    line = ClaimsLine.objects.get()
    checker = employ("確認 次郎", Duty.CHECK).client()
    shown = checker.get(page_of(file)).text
    assert "確定を申請する" not in shown
    assert "もう一度照合する" not in shown
    assert checker.get(f"{HERE}claims-files/lines/{line.pk}/").status_code == 403
    assert checker.post(f"{page_of(file)}replay").status_code == 403
    checker.post(page_of(file), {"reason": "5月分"})
    assert not Proposal.objects.filter(kind=KIND).exists()
    assert employ("入力 三郎", Duty.ENTRY).client().get(page_of(file)).status_code == 403


def test_the_federation_is_paid_with_the_clinics_and_owes_what_outweighs(
    clerk: Client, tmp_path: Path
) -> None:
    contract()
    doses = [given(number) for number in (1, 2)]
    settle(taken(tmp_path, claim_for(1), claim_for(2)))
    assert "東京都国民健康保険団体連合会" in clerk.get(f"{HERE}clinic-payees/").text
    enter_payee(payee("132"))
    paid = queries.list_of(operations.make_list(CLERK, today()))
    assert paid is not None
    assert [(due.payee.provider_code, due.yen) for due in paid.dues] == [("132", 2 * UNIT)]
    page = clerk.get(f"{HERE}clinic-payments/{paid.payment_list.pk}/").text
    assert "東京都国民健康保険団体連合会" in page
    wanted = list_of("payments.transfers")
    conditions = {"payment_list": str(paid.payment_list.pk), "on": "2030-12-10"}
    _, transfers = read_transfers(wanted.in_own_format(conditions, wanted.rows(conditions)))
    assert [(each["reference"], each["yen"]) for each in transfers] == [
        ("0000000132", f"{2 * UNIT:010}")
    ]
    check(cancel(doses[0]))
    settle(taken(tmp_path, name="C2", month=JUNE))
    assert [(each.provider_code, each.yen) for each in queries.waiting(today())] == [("132", -UNIT)]
