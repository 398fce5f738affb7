"""The manual as HTML and as PDF: one page that needs nothing else, and everything the outline says."""

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import msgspec
import pytest
from documents.paper import text_of

from sesshu.documents import render
from sesshu.documents.manual import FORM
from sesshu.documents.manual.drawing import NAMES, WIDTH, drawn, in_words
from sesshu.documents.manual.elements import element, html
from sesshu.documents.manual.page import body, page
from sesshu.schedule.load import current
from sesshu.schedule.manual import manual
from sesshu.schedule.manual.outline import Bar, Lane, Manual, Table, Timeline

ON = date(2026, 11, 23)


class Reader(HTMLParser):
    """Ids, links, names of regions, and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.regions: list[str] = []
        self.outer: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        self.regions += [found["aria-label"]] if found.get("role") == "region" else []
        self.outer += [found["src"]] if "src" in found else []

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


@pytest.fixture(scope="module")
def whole() -> Manual:
    return manual(current(), ON)


@pytest.fixture(scope="module")
def read(whole: Manual) -> Reader:
    return Reader(page(whole, "p { color: black }"))


def cells(document: Manual) -> set[str]:
    """Every line of every table."""
    return {
        line
        for part in document.parts
        for section in part.walk()
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for line in cell.text.split("\n")
    }


def test_every_link_of_the_page_leads_to_one_place_on_it(read: Reader) -> None:
    counted = Counter(read.ids)
    assert [id for id, times in counted.items() if times > 1] == []
    assert {link.removeprefix("#") for link in read.links} <= set(counted)


def test_the_page_asks_for_no_other_file(whole: Manual, read: Reader) -> None:
    assert read.outer == []
    assert all(link.startswith("#") for link in read.links)
    assert "<style>p { color: black }</style>" in page(whole, "p { color: black }")


def test_no_two_regions_have_the_same_name(read: Reader) -> None:
    assert len(read.regions) == len(set(read.regions)) > 0


def test_the_page_says_every_line_of_the_outline(whole: Manual, read: Reader) -> None:
    assert cells(whole) - set(read.words) == set()


def test_the_paper_says_every_line_of_the_outline(whole: Manual) -> None:
    said = text_of(render(FORM, whole))
    squeezed = {re.sub(r"\s", "", line) for line in cells(whole)}
    assert {line for line in squeezed if line not in said} == set()


def test_law_of_other_days_is_folded_and_counted() -> None:
    text = body(FORM.sample())
    folded = text[text.index("<details") : text.index("</details>")]
    assert "<summary>見本の病気の、これまでとこれからの規則(1件)</summary>" in folded
    assert "初回2回" in folded


def test_what_a_rulebook_says_cannot_become_markup() -> None:
    sample = FORM.sample()
    spoiled = msgspec.structs.replace(sample, title="<script>x</script>")
    assert "<script>" not in page(spoiled, "")
    assert html([element("p", "a & b < c", title='"')]) == (
        '<p title="&quot;">a &amp; b &lt; c</p>'
    )


def test_the_sample_shows_every_kind_of_block_in_both_forms() -> None:
    sample = FORM.sample()
    text, said = body(sample), text_of(render(FORM, sample))
    for words in ("見本の章です。", "受けられない方", "要確認1", "27日以上", "見本の問いです。"):
        assert words in text
        assert words in said
    assert "<svg" in text


TIMES = Timeline(
    caption="図",
    first_year=2024,
    last_year=2025,
    on=date(2025, 1, 1),
    lanes=(
        Lane("前から", (Bar(date(2023, 4, 1), date(2024, 12, 31)),)),
        Lane("終わりなし", (Bar(date(2025, 1, 1), None),)),
    ),
)


def test_a_bar_lies_between_its_days_and_never_leaves_the_picture() -> None:
    before, after = (
        {name: float(bar.attrib[name]) for name in ("x", "width")}
        for bar in drawn(TIMES, "t").iter("rect")
    )
    middle = NAMES + (WIDTH - NAMES) / 2
    assert before["x"] == NAMES
    assert before["x"] + before["width"] == pytest.approx(middle, abs=3)
    assert after["x"] == pytest.approx(middle, abs=0.1)
    assert after["x"] + after["width"] == WIDTH


def test_a_time_line_is_also_said_in_words() -> None:
    assert in_words(TIMES) == (
        "前から: 令和5年4月1日から令和6年12月31日まで。終わりなし: 令和7年1月1日から"
    )
    picture = drawn(TIMES, "t")
    title = picture.find("title")
    assert title is not None
    assert picture.get("aria-labelledby") == title.get("id")
    assert in_words(TIMES) in (title.text or "")
