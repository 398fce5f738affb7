"""The table for an outside printer leaves by the media ledger, without anybody who must not be sent to."""

import csv
from io import BytesIO, StringIO

import pytest
import pyzipper
from media_of_tests import Office
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ
from vouchers_of_tests import ONE_YEAR_OLD, extracted, mr_until, numbered, vouchers_of
from ward.rulebooks.test_affected_list import ANYBODY

from sesshu.foundation.duties import Duty
from sesshu.foundation.media import handling
from sesshu.foundation.media.lists import UnknownConditions, list_of
from sesshu.foundation.walls import Place
from sesshu.kernel.voucher_line import read_voucher_line
from sesshu.ward.vouchers.lists import PrintTable

HOME = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}
HIDDEN = "東京都世田谷区砧八丁目9番9号"


def test_the_sheets_leave_encrypted_in_the_order_of_the_post(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD, name="髙橋 葵", **HOME)
    stopped = add_resident(ONE_YEAR_OLD, postal_code="1570073", address=HIDDEN)
    issue_run = numbered(mr_until())
    shelter(stopped)
    asker, security = employ("申請 太郎", Duty.RUNS), employ("情報 守", Duty.SECURITY)
    office = Office(asker.actor, security.actor, list_kind=PrintTable.kind)
    number = office.made(conditions={"run": str(issue_run)})
    fetched = handling.download(office.asker, number)
    passphrase = handling.passphrase(office.security, number)
    with pyzipper.AESZipFile(BytesIO(fetched.content)) as archive:
        archive.setpassword(passphrase.encode())
        text = archive.read(f"take-out-{number}.csv").decode("utf-8-sig")
    assert HIDDEN not in text
    heading, row = csv.reader(StringIO(text))
    said = dict(zip(heading, row, strict=True))
    voucher = vouchers_of(issue_run)[child]
    assert (said["氏名"], said["住所"], said["券番号"]) == (
        "髙橋 葵",
        HOME["address"],
        voucher.number,
    )
    assert read_voucher_line(said["OCRライン"]).number == voucher.number


@pytest.mark.parametrize("conditions", [{}, {"run": "x"}, {"run": "999"}])
def test_a_run_that_is_not_there_has_no_table(ward: Place, conditions: dict[str, str]) -> None:
    with pytest.raises(UnknownConditions):
        list_of(PrintTable.kind).accepted(conditions, ANYBODY)


def test_a_list_without_numbers_does_not_leave(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    with pytest.raises(UnknownConditions):
        list_of(PrintTable.kind).accepted({"run": str(extracted(mr_until()))}, ANYBODY)
