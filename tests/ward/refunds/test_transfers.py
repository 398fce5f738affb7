"""What a bank is told to pay of refunds: a 総合振込 file that leaves by the media ledger alone (V105, R8)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import pyzipper
from django.test import Client
from ledger_of_tests import CLERK
from letters_of_tests import BORN, ON
from media_of_tests import Office
from refunds_of_tests import approve, decided, other_account, taken_in, under_a_letter
from residents_of_tests import add_resident, shelter
from staff_of_tests import Staff, employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.media import handling
from sesshu.foundation.media.lists import NoOwnFormat, UnknownConditions, list_of
from sesshu.foundation.media.states import FileFormat
from sesshu.foundation.walls import Place
from sesshu.ward.payments.payer import payer_on
from sesshu.ward.payments.transfers import NoTransferFile
from sesshu.ward.refunds import account_changes, operations
from sesshu.ward.refunds.accounts import account_to_check, accounts_to_pay
from sesshu.wire.transfers.files import read

HERE = "/131121/"
PAY_ON = date(2030, 12, 10)
KIND = "refund.transfers"


@pytest.fixture
def payer(fresh_ward: Place) -> Staff:
    return employ("支払 係", Duty.RUNS)


@pytest.fixture
def listed(fresh_ward: Place) -> int:
    """A list of two refunds."""
    for claimed in (8_000, 12_000):
        decided(taken_in(under_a_letter(add_resident(BORN)), claimed_yen=claimed))
    return operations.make_list(CLERK, ON)


def conditions(number: int, on: date = PAY_ON) -> dict[str, str]:
    return {"payment_list": str(number), "on": on.isoformat()}


def test_the_file_in_the_ledger_is_one_a_bank_reads(payer: Staff, listed: int) -> None:
    security = employ("情報 守", Duty.SECURITY)
    office = Office(payer.actor, security.actor, list_kind=KIND)
    take_out = office.made(file_format=FileFormat.TRANSFERS, conditions=conditions(listed))
    passphrase = handling.passphrase(security.actor, take_out)
    fetched = handling.download(payer.actor, take_out)
    with pyzipper.AESZipFile(BytesIO(fetched.content)) as archive:
        archive.setpassword(passphrase.encode())
        [name] = archive.namelist()
        header, transfers = read(archive.read(name))
    assert name == f"take-out-{take_out}.txt"
    assert (header["kind"], header["on"]) == ("21", "1210")
    assert [int(each["yen"]) for each in transfers] == [8_000, 10_000]
    assert {each["number"] for each in transfers} == {"0012345"}
    assert {each["holder"] for each in transfers} == {"ﾔﾏﾀﾞ ﾀﾛｳ"}
    assert len({each["reference"] for each in transfers}) == 2


def test_whoever_came_under_protection_is_not_in_the_file(listed: int) -> None:
    table = list_of(KIND)
    first, second = table.rows(conditions(listed))
    shelter(first.resident_id or 0)
    assert [row.resident_id for row in table.rows(conditions(listed))] == [second.resident_id]
    _, told = read(table.in_own_format(conditions(listed), table.rows(conditions(listed))))
    assert len(told) == 1


@pytest.mark.parametrize("on", ["", "2030-13-01", "明日"])
def test_a_file_without_its_day_is_not_asked_for(listed: int, on: str) -> None:
    with pytest.raises(UnknownConditions):
        list_of(KIND).accepted({"payment_list": str(listed), "on": on}, None)  # type: ignore[arg-type]


def test_a_list_that_was_paid_gives_no_second_file(listed: int) -> None:
    operations.mark_paid(CLERK, listed, ON)
    with pytest.raises(UnknownConditions):
        list_of(KIND).accepted(conditions(listed), None)  # type: ignore[arg-type]
    assert accounts_to_pay(listed) == {}


def test_a_sheet_is_written_as_a_sheet_alone(listed: int) -> None:
    with pytest.raises(NoOwnFormat):
        list_of("refund.payments").in_own_format({"payment_list": str(listed)}, [])
    assert FileFormat.TRANSFERS not in list_of("refund.payments").formats
    assert list_of(KIND).formats == (FileFormat.TRANSFERS,)


def test_a_ward_without_an_account_pays_nobody(
    listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sesshu.ward.payments.transfers.payer_on", lambda *_: None)
    table = list_of(KIND)
    with pytest.raises(NoTransferFile, match="支払口座"):
        table.in_own_format(conditions(listed), table.rows(conditions(listed)))


def test_accounts_of_wards_are_fictional_until_their_bank_tells_them() -> None:
    for ward in ("131121", "131156"):
        payer = payer_on(ward, PAY_ON)
        assert payer is not None
        assert payer.bank_code == "9999"
    assert payer_on("999999", PAY_ON) is None
    assert payer_on("131121", date(2005, 3, 31)) is None


def test_the_page_leads_on_to_the_request_with_the_day(payer: Staff, listed: int) -> None:
    page = payer.client().post(
        f"{HERE}refund-payments/{listed}/transfer", {"on": f"{PAY_ON:%Y/%m/%d}"}
    )
    assert page.status_code == 302
    assert page["Location"] == (
        f"{HERE}take-outs/new?list=refund.transfers&payment_list={listed}&on=2030-12-10"
    )
    asked = payer.client().get(page["Location"])
    assert "振込データ（全銀形式、1件120字）" in asked.text
    assert "Excel（xlsx）" not in asked.text


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (ON, "明日から"),
        (date(2030, 12, 14), "土曜日・日曜日"),
        (date(2030, 12, 15), "土曜日・日曜日"),
    ],
)
def test_a_day_on_which_no_bank_pays_is_told(
    payer: Staff, listed: int, on: date, said: str
) -> None:
    page = payer.client().post(f"{HERE}refund-payments/{listed}/transfer", {"on": f"{on:%Y/%m/%d}"})
    assert page.status_code == 422
    assert said in page.text


def test_a_name_no_bank_reads_is_told_by_its_number_and_put_right(
    payer: Staff, fresh_ward: Place
) -> None:
    bad = taken_in(
        under_a_letter(add_resident(BORN)), account=other_account(holder_kana="ヤマダ・タロウ")
    )
    decision = decided(bad)
    number = operations.make_list(CLERK, ON)
    address = f"{HERE}refund-payments/{number}/transfer"
    refused = payer.client().post(address, {"on": f"{PAY_ON:%Y/%m/%d}"})
    assert refused.status_code == 422
    assert f"番号{decision.fiscal_year}{decision.number:06}の口座名義" in refused.text
    assert "ヤマダ・タロウ" not in refused.text
    right = other_account(holder_kana="ヤマダ タロウ")
    approve(account_changes.propose(CLERK, bad.pk, right, "銀行の届けのとおり"))
    assert payer.client().post(address, {"on": f"{PAY_ON:%Y/%m/%d}"}).status_code == 302


@pytest.fixture
def clerk(fresh_ward: Place) -> Client:
    return employ("入力 花子", Duty.ENTRY).client()


@pytest.fixture
def checker(fresh_ward: Place) -> Client:
    return employ("確認 次郎", Duty.CHECK).client()


TYPED = {
    "bank_code": "0009",
    "branch_code": "001",
    "account_kind": "current",
    "account_number": "7654321",
    "holder_kana": "ヤマダ タロウ",
    "reason": "番号の読み違い",
}


def test_an_account_is_put_right_on_its_pages(clerk: Client, checker: Client) -> None:
    row = taken_in(under_a_letter(add_resident(BORN)))
    form = clerk.get(f"{HERE}refunds/{row.pk}/account/")
    assert "0012345" not in form.text
    assert f"refunds/{row.pk}/account/" in clerk.get(f"{HERE}refunds/{row.pk}/").text
    asked = clerk.post(f"{HERE}refunds/{row.pk}/account/", TYPED, follow=True)
    assert "決裁に回しました" in asked.text
    again = clerk.post(f"{HERE}refunds/{row.pk}/account/", TYPED)
    assert again.status_code == 422
    assert "すでに決裁に回しています" in again.text
    queue = checker.get(f"{HERE}refund-checks/")
    assert "振込先の訂正" in queue.text
    [proposal] = account_changes.Proposal.objects.filter(kind=account_changes.KIND)
    page = checker.get(f"{HERE}refund-checks/accounts/{proposal.pk}/")
    assert "7654321" in page.text
    done = checker.post(
        f"{HERE}refund-checks/accounts/{proposal.pk}/",
        {"shown_sha256": proposal.sha256, "decision": "approve", "reason": ""},
        follow=True,
    )
    assert "振込先を訂正しました" in done.text
    told = account_to_check(row.pk)
    assert told is not None
    assert (told.number, told.kind.value) == ("7654321", "current")


@pytest.mark.parametrize(
    ("field", "typed"), [("account_number", "123"), ("holder_kana", "山田"), ("reason", "")]
)
def test_an_account_that_is_not_whole_is_not_handed_on(
    clerk: Client, field: str, typed: str
) -> None:
    row = taken_in(under_a_letter(add_resident(BORN)))
    page = clerk.post(f"{HERE}refunds/{row.pk}/account/", TYPED | {field: typed})
    assert page.status_code == 422
    assert not account_changes.Proposal.objects.filter(kind=account_changes.KIND).exists()


def test_a_page_of_an_account_that_has_left_says_whom_to_tell(clerk: Client) -> None:
    row = taken_in(under_a_letter(add_resident(BORN)))
    decided(row)
    operations.mark_paid(CLERK, operations.make_list(CLERK, ON), ON)
    page = clerk.get(f"{HERE}refunds/{row.pk}/account/")
    assert "もう訂正できません" in page.text
    assert clerk.post(f"{HERE}refunds/{row.pk}/account/", TYPED).status_code == 422
    assert f"refunds/{row.pk}/account/" not in clerk.get(f"{HERE}refunds/{row.pk}/").text


def test_who_decides_refunds_types_no_account_and_who_types_decides_none(
    clerk: Client, checker: Client
) -> None:
    row = taken_in(under_a_letter(add_resident(BORN)))
    assert checker.get(f"{HERE}refunds/{row.pk}/account/").status_code == 403
    proposal = account_changes.propose(CLERK, row.pk, other_account(number="1111111"), "訂正")
    assert clerk.get(f"{HERE}refund-checks/accounts/{proposal.pk}/").status_code == 403


def test_the_day_after_is_soon_enough(payer: Staff, listed: int) -> None:
    day = ON + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    page = payer.client().post(
        f"{HERE}refund-payments/{listed}/transfer", {"on": f"{day:%Y/%m/%d}"}
    )
    assert page.status_code == 302
