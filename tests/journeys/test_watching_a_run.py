"""A clerk watches a run: the page follows it by itself, says how far, stands still when asked to."""

import pytest
from django.urls import reverse
from jobs_of_tests import prepare
from playwright.sync_api import BrowserContext, Page, expect
from staff_of_tests import employ

from sesshu.foundation import runs
from sesshu.foundation.duties import Duty
from sesshu.foundation.runs.steps import step
from sesshu.foundation.walls import Place

pytestmark = pytest.mark.browser
NEXT_LOOK = 5_000  # milliseconds


def test_the_page_follows_the_run_until_it_ends(
    page: Page, desk: BrowserContext, fresh_portal: str, fresh_ward: Place
) -> None:
    prepare(fresh_ward)
    clerk = employ("一括 花子", Duty.RUNS)
    run = runs.start(clerk.actor, "tests.count", params={"chunks": 2}).run_id
    desk.add_cookies([clerk.browser_cookie(fresh_portal)])  # type: ignore[list-item]
    arguments = {"municipality": fresh_ward.municipality, "run_id": run}
    page.clock.install()
    page.goto(fresh_portal + reverse("run", kwargs=arguments))
    expect(page.locator("#run-progress")).to_contain_text("準備中")
    step(), step()
    page.clock.fast_forward(NEXT_LOOK)
    expect(page.locator("#run-progress")).to_contain_text("50％")
    expect(page.locator("#status")).to_contain_text("数える：実行中　50％")
    page.get_by_role("link", name="自動更新を止める").click()
    expect(page.locator("#run-progress")).not_to_have_attribute("hx-trigger", "every 5s")
    page.get_by_role("link", name="自動更新を始める").click()
    step(), step()
    page.clock.fast_forward(NEXT_LOOK)
    expect(page.locator("#run-progress")).to_contain_text("処理が終わりました")
    expect(page.locator("#run-progress")).not_to_have_attribute("hx-trigger", "every 5s")
