"""What stands on a 予診票 that the ward prints: whose it is, which dose, until when, and its number."""

from datetime import date

import pytest
from documents.paper import pages_of, pictures_of, text_of
from ledger_of_tests import CLERK, last_entry
from pypdfium2 import PdfDocument
from residents_of_tests import add_resident
from vouchers_of_tests import ON, ONE_YEAR_OLD, mr_until, numbered, vouchers_of

from bench.decoding import picture_of, read
from sesshu.foundation.walls import Place
from sesshu.kernel.voucher_line import read_voucher_line
from sesshu.schedule.load import current
from sesshu.ward.vouchers import issuing, paper
from sesshu.ward.vouchers.codes import Channel
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import IssuePrinting, Voucher
from sesshu.ward.vouchers.paper import Press, Sheet
from sesshu.ward.vouchers.situations import NoForm, NothingToPrint

PRESS = Press(current(), ON)
HOME = {"postal_code": "1540017", "address": "世田谷四丁目21番27号", "building": "見本ハイツ101"}


def sheet(number: str = "0000000000", **others: object) -> Sheet:
    said: dict[str, object] = {
        "voucher_id": 1,
        "resident_id": 1,
        "number": number,
        "series": "MR1",
        "dose": 1,
        "name": "髙橋 葵",
        "name_kana": "タカハシ アオイ",
        "born_on": ONE_YEAR_OLD,
        "sex": "2",
        "postal_code": "1540017",
        "address": "世田谷四丁目21番27号",
        "building": None,
        "last_on": date(2027, 12, 9),
    }
    return Sheet(**said | others)  # type: ignore[arg-type]


def printed(*sheets: Sheet) -> list[str]:
    return pages_of(PRESS.print(list(sheets)).pdf)


def test_a_sheet_names_person_dose_and_last_day(ward: Place) -> None:
    [text] = printed(sheet())
    for words in (
        "麻しん風しん第1期予診票",
        "1回目",
        "有効期限令和9年12月9日",
        "髙橋葵",
        "タカハシアオイ",
        "令和7年12月10日（2025年12月10日）",
        "〒154-0017世田谷四丁目21番27号",
        "女",
        "000000-0000000000",
    ):
        assert words.replace("000000-0000000000", "0000000000") in text


def test_what_is_not_known_is_left_blank(ward: Place) -> None:
    [text] = printed(sheet(last_on=None, postal_code=None, address=None, sex="9"))
    assert "有効期限令和" not in text
    assert "〒154" not in text
    assert "髙橋葵" in text


def test_every_sheet_of_a_course_carries_its_own_dose(ward: Place) -> None:
    sheets = [sheet(str(dose).zfill(10), series="PCV", dose=dose) for dose in range(1, 5)]
    for dose, text in enumerate(printed(*sheets), start=1):
        assert f"{dose}回目" in text
        assert str(dose).zfill(10) in text


def test_whoever_cannot_be_printed_is_named_and_the_rest_is_printed(ward: Place) -> None:
    strange, plain = sheet("0000000001", name="見本\U0010fffd"), sheet("0000000002")
    made = PRESS.print([strange, plain])
    assert made.left_out == (strange,)
    assert len(pages_of(made.pdf)) == 1
    with pytest.raises(NothingToPrint):
        PRESS.print([strange])


def test_a_series_without_a_form_is_named(ward: Place) -> None:
    with pytest.raises(NoForm):
        PRESS.print([sheet(series="CVS1")])


def test_the_marks_of_a_printed_sheet_say_its_number(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    pdf = paper.print_batch(CLERK, issue_run, 1, PRESS).pdf
    number = vouchers_of(issue_run)[child].number
    assert number in text_of(pdf)
    line = read_voucher_line(text_of(pdf)[text_of(pdf).index("21131121") :][:18])
    assert (line.number, line.dose, line.municipality) == (number, 1, "131121")
    assert pictures_of(pdf)[0].min() == 0


def test_every_opening_of_a_batch_is_kept_with_its_hash(fresh_ward: Place) -> None:
    child = add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    for _ in range(2):
        paper.print_batch(CLERK, issue_run, 1, PRESS)
    first, second = IssuePrinting.objects.order_by("id")
    assert first.sha256 == second.sha256
    assert (first.batch, first.pages, first.recorded_by) == (1, 1, CLERK.account_id)
    entry = last_entry()
    assert (entry.action, entry.subjects) == ("issue.printed", [child])
    assert entry.details["sha256"] == first.sha256


def test_a_batch_that_is_not_there_is_no_paper(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD)
    issue_run = numbered(mr_until())
    for batch in (0, 2, 99):
        with pytest.raises(NothingToPrint):
            paper.print_batch(CLERK, issue_run, batch, PRESS)
    with pytest.raises(NothingToPrint):
        paper.print_guarded_batch(CLERK, issue_run, 1, PRESS)
    assert not IssuePrinting.objects.exists()


def test_a_single_voucher_is_printed_while_it_holds(fresh_ward: Place) -> None:
    child = add_resident(date(2025, 3, 1), **HOME)
    asked = Request(resident_id=child, series="MR1", channel=Channel.POST, desk="infection")
    [voucher] = issuing.issue(CLERK, asked, ON, current())
    made = paper.print_one(CLERK, voucher.pk, PRESS)
    assert voucher.number in text_of(made.pdf)
    assert (last_entry().action, last_entry().subjects) == ("voucher.printed", [child])
    issuing.withdraw(CLERK, voucher.pk)
    with pytest.raises(NothingToPrint):
        paper.print_one(CLERK, voucher.pk, PRESS)
    assert Voucher.objects.count() == 1


def test_what_the_ordinance_allows_is_there_to_be_ticked(ward: Place) -> None:
    [text] = printed(sheet())
    assert "接種量0.5mL" in text
    [text] = printed(sheet(series="HBV"))
    assert "接種量0.25mL0.5mL" in text


def test_large_type_is_the_same_sheet_on_a3_and_its_codes_are_read(ward: Place) -> None:
    pdf = Press(current(), ON, large=True).print([sheet()]).pdf
    assert [round(one / 72 * 25.4) for one in PdfDocument(pdf)[0].get_size()] == [297, 420]
    assert text_of(pdf) == text_of(PRESS.print([sheet()]).pdf)
    codes = read(picture_of(pdf))
    assert set(codes) == {"QR Code", "Codabar"}
    assert {read_voucher_line(code).number for code in codes.values()} == {"0000000000"}


def test_a_child_alone_signs_where_a_guardian_would(ward: Place) -> None:
    said = sheet(series="HPV", born_on=date(2012, 5, 1))
    [text] = pages_of(Press(current(), ON, alone=True).print([said]).pdf)
    assert text != printed(said)[0]
    with pytest.raises(NoForm):
        Press(current(), ON, alone=True).print([sheet()])
