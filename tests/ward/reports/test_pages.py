"""Reports on screen and as files: made by one person, signed by another, published without small counts."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.test import Client
from documents.paper import text_of
from doses_of_tests import BORN, mr1, record
from ledger_of_tests import CLERK
from residents_of_tests import add_resident
from staff_of_tests import employ
from ward.reports.office import compute, finished, signed

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.reports.publishing import publish
from sesshu.ward.reports.queries import ReportSeen, report_seen
from sesshu.ward.reports.web.forms import AskForm

PAGES = "/131121/reports/"
KEY = "7b0d7a10-6a68-4a5e-9d4f-0a4b6f0c2a11"
EDITIONS = ("internal", "published")
ASKED = {"code": "community_health", "fiscal_year": "2026", "form_key": KEY}


def shown_in(text: str) -> str:
    """What the form of a page says that it showed."""
    found = re.search(r'name="shown_sha256" value="([0-9a-f]{64})"', text)
    assert found is not None
    return found[1]


@pytest.fixture
def maker(fresh_ward: Place) -> Client:
    return employ("報告 太郎", Duty.REPORTS).client()


@pytest.fixture
def head(fresh_ward: Place) -> Client:
    return employ("課長 花子", Duty.SECTION_HEAD).client()


@pytest.fixture
def report(fresh_ward: Place) -> ReportSeen:
    record(mr1(add_resident(BORN)))
    return compute()


def test_a_report_is_asked_for_computed_and_listed(maker: Client) -> None:
    record(mr1(add_resident(BORN)))
    asked = maker.post(f"{PAGES}new/", ASKED)
    run_id = int(asked["Location"].rstrip("/").rpartition("/")[2])
    again = maker.post(f"{PAGES}new/", ASKED)
    assert again["Location"] == asked["Location"]
    seen = finished(run_id)
    assert f'href="{PAGES}{seen.id}/"' in maker.get(PAGES).text
    text = maker.get(f"{PAGES}{seen.id}/").text
    assert "麻しん風しん 第1期" in text
    assert "内部資料" in text


def test_a_day_before_the_first_record_is_refused_for_it_would_count_nobody(maker: Client) -> None:
    add_resident(BORN)
    early = maker.post(f"{PAGES}new/", ASKED | {"known_on": "2013-04-01"})
    assert early.status_code == 422
    assert "まだ何も登録されていませんでした" in early.text
    on_the_day = maker.post(f"{PAGES}new/", ASKED | {"known_on": today().isoformat()})
    assert on_the_day.status_code == 302


def test_the_published_edition_shows_no_small_count(report: ReportSeen, maker: Client) -> None:
    internal = maker.get(f"{PAGES}{report.id}/").text
    published = maker.get(f"{PAGES}{report.id}/?edition=published").text
    assert internal.count('<td class="ss-number">1</td>') > 1
    assert '<td class="ss-number">1</td>' not in published
    assert "―" in published
    assert "記録元別" not in published
    assert maker.get(f"{PAGES}{report.id}/?edition=other").status_code == 404


@pytest.fixture
def published(fresh_ward: Place) -> ReportSeen:
    record(mr1(add_resident(BORN)))
    seen = signed()
    publish(CLERK, seen)
    return seen


def test_a_table_is_taken_as_csv_in_both_editions(published: ReportSeen, maker: Client) -> None:
    report = published
    answers = {one: maker.get(f"{PAGES}{report.id}/{one}/doses.csv") for one in EDITIONS}
    rows = {
        one: {
            row[0]: row[1:]
            for row in csv.reader(StringIO(answer.content.decode("utf-8-sig")))
            if row
        }
        for one, answer in answers.items()
    }
    assert rows["internal"]["麻しん風しん 第1期"][:3] == ["0", "1", "0"]
    assert rows["published"]["麻しん風しん 第1期"][:3] == ["―", "―", "―"]
    assert rows["internal"]["版"] == ["内部資料"]
    assert rows["internal"]["数値のハッシュ値"] == [report.figures_sha256]
    assert maker.get(f"{PAGES}{report.id}/published/sources.csv").status_code == 404


def test_one_submits_another_signs_and_the_page_says_who(
    report: ReportSeen, maker: Client, head: Client
) -> None:
    maker.post(f"{PAGES}{report.id}/submit")
    page = head.get(f"{PAGES}{report.id}/decide/")
    assert "麻しん風しん 第1期" in page.text
    said = {"decision": "approve", "shown_sha256": shown_in(page.text)}
    assert head.post(f"{PAGES}{report.id}/decide/", said).status_code == 302
    text = maker.get(f"{PAGES}{report.id}/").text
    assert "決裁済みの報告です" in text
    assert "課長 花子" in text


def test_figures_that_were_not_shown_are_not_signed(
    report: ReportSeen, maker: Client, head: Client
) -> None:
    maker.post(f"{PAGES}{report.id}/submit")
    said = {"decision": "approve", "shown_sha256": "0" * 64}
    answer = head.post(f"{PAGES}{report.id}/decide/", said)
    assert answer.status_code == 422
    assert "表示された内容と登録されている内容が違います" in answer.text


def test_a_report_that_was_sent_back_tells_its_maker_why(
    report: ReportSeen, maker: Client, head: Client
) -> None:
    maker.post(f"{PAGES}{report.id}/submit")
    shown = shown_in(head.get(f"{PAGES}{report.id}/decide/").text)
    said = {"decision": "decline", "reason": "年度が違います。", "shown_sha256": shown}
    head.post(f"{PAGES}{report.id}/decide/", said)
    text = maker.get(f"{PAGES}{report.id}/").text
    assert "年度が違います。" in text
    assert "決裁に出す" in text


def test_computed_once_more_the_figures_are_the_same(maker: Client) -> None:
    children = [add_resident(BORN) for _ in range(2)]
    record(mr1(children[0]))
    report = compute()
    answer = maker.post(f"{PAGES}{report.id}/again")
    run_id = int(answer["Location"].rstrip("/").rpartition("/")[2])
    record(mr1(children[1]))
    seen = finished(run_id)
    assert seen.recomputes == report.id
    assert seen.figures_sha256 == report.figures_sha256
    assert "変わった数値はありません。" in maker.get(f"{PAGES}{seen.id}/changes/").text


def test_what_a_figure_rests_on_can_be_read(report: ReportSeen, maker: Client) -> None:
    text = maker.get(f"{PAGES}{report.id}/basis/").text
    assert report.release in text
    assert "JOIN dose d ON" in text
    assert "MR1" in text


def test_what_changed_is_told_in_words(report: ReportSeen, maker: Client) -> None:
    record(mr1(add_resident(BORN)))
    after = compute(as_of=date(2026, 11, 19))
    text = maker.get(f"{PAGES}{after.id}/changes/").text
    assert "麻しん風しん 第1期" in text
    assert "1歳" in text
    assert maker.get(f"{PAGES}{report.id}/changes/").status_code == 404


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"as_of": "2025-12-31"}, "基準日は、選んだ年度の中の日を入力してください。"),
        ({"as_of": "2027-01-31"}, "基準日は今日以前の日を入力してください。"),
        ({"known_on": "2027-01-31"}, "データの日は今日以前の日を入力してください。"),
        ({"code": "none"}, "報告の種類"),
    ],
)
def test_a_day_that_does_not_fit_comes_back(said: dict[str, str], problem: str) -> None:
    form = AskForm(ASKED | said, today=date(2026, 11, 23))
    assert not form.is_valid()
    assert problem in str(form.errors) or "code" in form.errors


@pytest.mark.parametrize(
    ("today", "as_of"),
    [(date(2026, 11, 23), date(2026, 11, 23)), (date(2027, 6, 1), date(2027, 3, 31))],
)
def test_without_a_day_the_report_is_about_the_end_of_the_year_or_today(
    today: date, as_of: date
) -> None:
    form = AskForm(ASKED, today=today)
    assert form.is_valid()
    assert (form.asked.as_of, form.asked.known_on) == (as_of, today)


def test_who_may_not_make_or_sign_is_refused(
    report: ReportSeen, maker: Client, head: Client
) -> None:
    assert head.get(f"{PAGES}new/").status_code == 403
    assert head.post(f"{PAGES}{report.id}/submit").status_code == 403
    assert maker.get(f"{PAGES}{report.id}/decide/").status_code == 403
    assert employ("入力 次郎", Duty.ENTRY).client().get(PAGES).status_code == 403


@pytest.mark.parametrize("rest", ["0/", "0/basis/", "0/changes/", "0/internal/doses.csv"])
def test_what_is_not_there_is_not_found(maker: Client, rest: str) -> None:
    assert maker.get(PAGES + rest).status_code == 404


def test_a_ward_without_reports_is_told_so(maker: Client) -> None:
    assert "まだ報告はありません。" in maker.get(PAGES).text
    assert report_seen(1) is None


def test_an_edition_is_printed_with_its_mark_and_its_chart(
    published: ReportSeen, maker: Client
) -> None:
    report = published
    pdf = {one: maker.get(f"{PAGES}{report.id}/{one}.pdf") for one in EDITIONS}
    said = {one: text_of(answer.content) for one, answer in pdf.items()}
    assert "内部資料" in said["internal"]
    assert "公表用" in said["published"]
    assert "麻しん風しん第1期" in said["internal"]
    assert str(report.figures_sha256) in said["internal"]


def test_a_chart_is_taken_as_a_drawing_and_as_a_picture(report: ReportSeen, maker: Client) -> None:
    drawing = maker.get(f"{PAGES}{report.id}/internal/doses.svg")
    assert drawing["Content-Type"].startswith("image/svg+xml")
    assert "麻しん風しん 第1期" in drawing.text
    assert maker.get(f"{PAGES}{report.id}/internal/doses.png").content.startswith(b"\x89PNG")
    assert maker.get(f"{PAGES}{report.id}/internal/screened.svg").status_code == 404
