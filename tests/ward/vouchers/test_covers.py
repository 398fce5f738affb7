"""The letter on top of each envelope: whom it goes to, what lies behind it, in the order of the sheets."""

from datetime import date

import pytest
from django.test import Client
from documents.notice.test_notice import ALWAYS, EVER, seen
from documents.paper import pages_of, text_of
from ledger_of_tests import CLERK, last_entry
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ
from vouchers_of_tests import ON, ONE_YEAR_OLD, UNTIL, mr_until, numbered

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.schedule.load import current
from sesshu.ward.vouchers import issuing, queries
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.covers import Covers, print_covers, print_guarded_covers
from sesshu.ward.vouchers.models import Voucher
from sesshu.ward.vouchers.paper import Press, print_batch
from sesshu.ward.vouchers.situations import NothingToPrint

BABY = date(2026, 10, 1)
HOME = {"household_number": "1", "postal_code": "1540017", "address": "世田谷四丁目21番27号"}


def covers(issue_run: int, batch: int = 1) -> Covers:
    return print_covers(CLERK, issue_run, batch, Press(current(), ON))


def whole(*series: str) -> Conditions:
    return Conditions(series=series, until_on=UNTIL, whole_course=True)


def test_a_letter_lists_every_sheet_behind_it(fresh_ward: Place) -> None:
    add_resident(BABY, name="世田谷 葵", **HOME)
    pdf = covers(numbered(whole("DPT-IPV-Hib", "PCV", "HBV", "BCG"))).pdf
    [text] = pages_of(pdf)
    assert "予防接種のお知らせ" in text
    assert "第1束封筒1予診票12枚" in text
    for line in (
        "5種混合予診票4枚を同封1〜4回目",
        "小児の肺炎球菌予診票4枚を同封1〜4回目",
        "B型肝炎予診票3枚を同封1〜3回目令和9年9月30日まで",
        "BCG予診票1枚を同封1回目令和9年9月30日まで",
    ):
        assert line in text
    assert last_entry().action == "issue.covers_printed"


def test_nothing_but_the_address_is_seen_through_the_window(fresh_ward: Place) -> None:
    add_resident(BABY, name="世田谷 葵", building="見本ハイツ101号室", **HOME)
    pdf = covers(numbered(whole("BCG"))).pdf
    shown = "〒154-0017世田谷四丁目21番27号見本ハイツ101号室世田谷葵様（保護者）"
    assert seen(pdf, *ALWAYS) == shown
    assert seen(pdf, *EVER) == shown


def test_a_household_gets_one_letter_and_each_envelope_its_own(fresh_ward: Place) -> None:
    add_resident(BABY, name="世田谷 葵", **HOME)
    add_resident(BABY, name="世田谷 蓮", **HOME)
    add_resident(BABY, name="三軒 茶屋", postal_code="1540024", address="三軒茶屋二丁目1番1号")
    issue_run = numbered(whole("HBV", "BCG"))
    first, second = pages_of(covers(issue_run).pdf)
    assert "世田谷葵" in first
    assert "世田谷蓮" in first
    assert "予診票8枚" in first
    assert "三軒茶屋様（保護者）" in second
    sheets = pages_of(print_batch(CLERK, issue_run, 1, Press(current(), ON)).pdf)
    assert ["三軒茶屋" in sheet and "世田谷葵" not in sheet for sheet in sheets[8:]] == [True] * 4


def test_grown_people_are_written_to_themselves_in_the_words_of_their_category(
    fresh_ward: Place,
) -> None:
    add_resident(date(1950, 1, 1), name="見本 梅", **HOME)
    text = text_of(covers(numbered(Conditions(series=("FLU",), until_on=UNTIL))).pdf)
    assert "見本梅様" in text
    assert "様（保護者）" not in text
    assert "予防接種のご案内" in text
    assert "努める義務のあるものではありません" in text


def test_another_address_for_mail_is_the_one_in_the_window(fresh_ward: Place) -> None:
    add_resident(
        BABY,
        **HOME,
        mail_name="施設長",
        mail_postal_code="1570073",
        mail_address="砧八丁目9番9号",
    )
    pdf = covers(numbered(whole("BCG"))).pdf
    assert seen(pdf, *ALWAYS) == "〒157-0073砧八丁目9番9号施設長様"


def test_who_must_not_be_written_to_any_more_has_no_letter(fresh_ward: Place) -> None:
    hidden, withdrawn = (add_resident(ONE_YEAR_OLD, **HOME) for _ in range(2))
    kept = add_resident(ONE_YEAR_OLD, name="三軒 茶屋", postal_code="1540024", address="三軒茶屋1")
    issue_run = numbered(mr_until(merge_households=False))
    shelter(hidden)
    issuing.withdraw(CLERK, Voucher.objects.get(resident_id=withdrawn).pk)
    [text] = pages_of(covers(issue_run).pdf)
    assert "三軒茶屋様" in text
    assert last_entry().subjects == [kept]


def test_a_batch_without_letters_is_no_paper(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD, guarded=True)
    issue_run = numbered(mr_until())
    for batch in (0, 1, 9):
        with pytest.raises(NothingToPrint):
            covers(issue_run, batch)


def test_what_guarded_people_get_is_covered_by_a_name_alone(fresh_ward: Place) -> None:
    hidden = add_resident(ONE_YEAR_OLD, name="隠れ 子", **HOME)
    shelter(hidden)
    issue_run = numbered(mr_until())
    [batch] = queries.batches(issue_run, guarded=True)
    pdf = print_guarded_covers(CLERK, issue_run, batch.number, Press(current(), ON)).pdf
    assert seen(pdf, *ALWAYS) == seen(pdf, *EVER) == "隠れ子様（保護者）"
    text = text_of(pdf)
    assert "予診票1枚を同封" in text
    for betraying in ("世田谷四丁目", "154-0017", "支援措置", "担当課"):
        assert betraying not in text
    assert (last_entry().action, last_entry().subjects) == (
        "issue.covers_printed_guarded",
        [hidden],
    )


def test_a_guarded_persons_letter_is_in_no_ordinary_batch_and_the_reverse(
    fresh_ward: Place,
) -> None:
    shelter(add_resident(ONE_YEAR_OLD, name="隠れ 子", **HOME))
    add_resident(ONE_YEAR_OLD, name="三軒 茶屋", postal_code="1540024", address="三軒茶屋1")
    issue_run = numbered(mr_until())
    press = Press(current(), ON)
    assert "隠れ" not in text_of(covers(issue_run).pdf)
    assert "三軒" not in text_of(print_guarded_covers(CLERK, issue_run, 2, press).pdf)
    for wrong in (
        lambda: covers(issue_run, 2),
        lambda: print_guarded_covers(CLERK, issue_run, 1, press),
    ):
        with pytest.raises(NothingToPrint):
            wrong()


def test_the_guarded_desk_opens_its_letters_and_nobody_else(fresh_ward: Place) -> None:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    shelter(add_resident(ONE_YEAR_OLD, **HOME))
    issue_run = numbered(mr_until())
    page = f"/131121/guarded/vouchers/{issue_run}/1/covers"
    desk: Client = employ("支援 太郎", Duty.GUARDED).client()
    answer = desk.post(page)
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "no-store"
    assert "印刷できる券がありません" in desk.post(page.replace("/1/", "/7/"), follow=True).text
    assert employ("一括 太郎", Duty.RUNS).client().post(page).status_code == 403


def test_an_address_too_long_for_the_window_is_left_to_a_hand(fresh_ward: Place) -> None:
    add_resident(ONE_YEAR_OLD, **HOME)
    add_resident(
        ONE_YEAR_OLD,
        postal_code="1570073",
        address="砧" * 120,
        building="見本ハイツ" * 30,
    )
    made = covers(numbered(mr_until()))
    assert made.by_hand == (2,)
    assert len(pages_of(made.pdf)) == 1


def test_the_page_of_a_run_opens_the_letters(fresh_ward: Place) -> None:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    add_resident(ONE_YEAR_OLD, **HOME)
    issue_run = numbered(mr_until())
    client: Client = employ("一括 太郎", Duty.RUNS).client()
    page = f"/131121/issue-runs/{issue_run}/"
    assert "送付状を開く" in client.get(page).text
    assert "1人に、1枚を発行します。" in client.get(page).text
    answer = client.post(f"{page}batches/1/covers")
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "no-store"
    assert "印刷できる券がありません" in client.post(f"{page}batches/7/covers", follow=True).text
    assert (
        employ("入力 花子", Duty.ENTRY).client().post(f"{page}batches/1/covers").status_code == 403
    )
