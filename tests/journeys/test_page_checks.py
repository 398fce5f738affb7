"""The check of every page sees each fault that it promises to see."""

import pytest
from journeys.browser import check_page
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SOUND = """<!DOCTYPE html><html lang="ja"><head><title>頁</title></head>
<body><main><h1>見出し</h1><p>本文</p></main></body></html>"""
FAULTS = {
    "no title": ("<title>頁</title>", "<title> </title>"),
    "no language": (' lang="ja"', ""),
    "two headings of the first level": ("<p>本文</p>", "<h1>別の見出し</h1>"),
    "a picture without words": (
        "<p>本文</p>",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ),
    "gray on white": ("<p>本文</p>", '<p style="color:#999">本文</p>'),
    "a field without a label": ("<p>本文</p>", "<input>"),
    "sideways scroll on a phone": ("<p>本文</p>", '<p style="width:400px">本文</p>'),
}


def test_a_sound_page_passes(page: Page) -> None:
    page.set_content(SOUND)
    check_page(page)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(page: Page, fault: str) -> None:
    page.set_content(SOUND.replace(*FAULTS[fault]))
    with pytest.raises(AssertionError):
        check_page(page)
