"""A clinic file with forty bad rows put right in a browser, compared with the paper by another, recorded."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from clinic_files_of_tests import child, clinic_file, form, resident, rows_of, settle, take
from journeys.browser import DESK, check_page
from journeys.people import Staff, found_staff, sign_in_as
from playwright.sync_api import Browser, BrowserContext, Page, expect
from ward.residents.registry import work_off

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.intake.models import IntakeFile
from sesshu.ward.records.queries import doses_of
from sesshu.wire.clinic_files.parse import values_of
from sesshu.wire.clinic_files.render import render_line, render_values

pytestmark = pytest.mark.browser

OF_EACH = 10
NO_DAY, VOLUME, UNSIGNED, TWICE = (range(at, at + OF_EACH) for at in (1, 11, 21, 31))
RIGHT = range(31, 46)


@pytest.fixture
def staff(fresh_ward: Place) -> Staff:
    return found_staff()


@pytest.fixture
def file(staff: Staff, tmp_path: Path) -> IntakeFile:
    settle(tmp_path, [child(number) for number in range(1, 46)])
    no_day = [
        render_values((values_of(render_line(form(n))) or {}) | {"given_on": "2026-10-32"})
        for n in NO_DAY
    ]
    rows = [
        *no_day,
        *(form(n, volume_ml=Decimal("0.25")) for n in VOLUME),
        *(form(n, has_signature=False) for n in UNSIGNED),
        *(form(n) for n in RIGHT),
        *(form(n) for n in TWICE),
    ]
    return take(clinic_file(tmp_path / "forty.csv", *rows))


@pytest.fixture
def clerk(staff: Staff, page: Page, desk: BrowserContext, fresh_portal: str) -> Page:
    sign_in_as(staff.somebody(Duty.ENTRY), desk, fresh_portal)
    return page


@pytest.fixture
def checker(staff: Staff, browser: Browser, fresh_portal: str) -> Iterator[Page]:
    with browser.new_context(viewport=DESK, locale="ja-JP") as context:  # type: ignore[arg-type]
        sign_in_as(staff.somebody(Duty.CHECK), context, fresh_portal)
        yield context.new_page()


def type_the_day(page: Page) -> None:
    page.get_by_label("接種日").fill("2026-10-15")
    page.get_by_role("button", name="この内容に直す").click()


def type_the_volume(page: Page) -> None:
    page.get_by_label("接種量").fill("0.5")
    page.get_by_role("button", name="この内容に直す").click()


def let_pass(page: Page) -> None:
    page.get_by_label("このまま通す理由").fill(
        "署名のある予診票を医療機関で確かめた（10月20日、電話）"
    )
    page.get_by_role("button", name="理由を付けてこのまま通す").click()


def drop(page: Page) -> None:
    page.get_by_label("取り下げる理由").fill("同じ予診票の行が2つあった")
    page.get_by_role("button", name="この行を取り下げる").click()


def put_right(page: Page, address: str, row: int, act: Callable[[Page], None]) -> None:
    page.goto(f"{address}rows/{row}/")
    act(page)
    expect(page.locator("h1")).to_contain_text("三軒茶屋こども診療所")


def test_forty_bad_rows_are_put_right_and_every_form_becomes_a_dose(
    clerk: Page, checker: Page, file: IntakeFile, fresh_portal: str
) -> None:
    intake = f"{fresh_portal}/131121/intake/"
    rows = rows_of(file)
    bad = [row for row in rows if row.state in ("faulty", "held")]
    assert len(bad) == 4 * OF_EACH

    clerk.goto(intake)
    clerk.get_by_role("link", name="三軒茶屋こども診療所").click()
    expect(clerk.get_by_role("link", name="エラー（20）")).to_be_visible()
    expect(clerk.get_by_role("link", name="保留（20）")).to_be_visible()
    check_page(clerk, "forty-bad-rows")
    acts = [type_the_day, type_the_volume, let_pass, drop]
    for at, row in enumerate(bad):
        put_right(clerk, intake, row.pk, acts[at // OF_EACH])

    clerk.get_by_role("button", name="直した行を確かめる").click()
    expect(clerk.get_by_text("直した行を確かめています。")).to_be_visible()
    work_off()
    clerk.reload()
    expect(clerk.get_by_role("link", name="登録できる（45）")).to_be_visible()
    expect(clerk.get_by_role("link", name="取り下げ（10）")).to_be_visible()
    clerk.get_by_label("承認する職員への連絡").fill(
        "件数は、読めない10行を除いた数でした。医療機関に確かめました。"
    )
    clerk.get_by_role("button", name="登録できる行を承認に出す").click()
    expect(clerk.get_by_text("承認に出しました。")).to_be_visible()
    work_off()

    checker.goto(f"{fresh_portal}/131121/intake-approvals/")
    checker.get_by_role("link", name="三軒茶屋こども診療所").click()
    check_page(checker, "forty-bad-rows-approval")
    drawn = checker.get_by_role("button", name="予診票と一致")
    assert drawn.count() >= OF_EACH, "every row that was let pass is among them"
    for at in range(drawn.count()):
        drawn.nth(at).click()
        expect(checker.get_by_text(f"{at + 1}／{drawn.count()}行が予診票と一致")).to_be_visible()
    checker.get_by_label("承認する", exact=True).check()
    checker.get_by_role("button", name="この内容で確定する").click()
    expect(checker.get_by_text("承認しました。接種の登録を始めました。")).to_be_visible()
    work_off()
    assert [len(doses_of(resident(number))) for number in range(1, 46)] == [1] * 45


def test_a_file_is_not_approved_before_the_drawn_rows_are_compared(
    clerk: Page, checker: Page, file: IntakeFile, fresh_portal: str
) -> None:
    clerk.goto(f"{fresh_portal}/131121/intake/{file.pk}/")
    clerk.get_by_label("承認する職員への連絡").fill("残りはあとで出します")
    clerk.get_by_role("button", name="登録できる行を承認に出す").click()
    expect(clerk.get_by_text("承認に出しました。")).to_be_visible()
    work_off()
    checker.goto(f"{fresh_portal}/131121/intake-approvals/")
    checker.get_by_role("link", name="三軒茶屋こども診療所").click()
    checker.get_by_label("承認する", exact=True).check()
    checker.get_by_role("button", name="この内容で確定する").click()
    expect(checker.locator("#error-summary")).to_be_focused()
    expect(checker.get_by_text("すべて予診票と照合してください").first).to_be_visible()
    assert doses_of(resident(40)) == ()
