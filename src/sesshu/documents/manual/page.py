"""The manual as HTML: `body` for a page of the portal, `page` for a file that stands alone."""

from collections.abc import Iterator
from itertools import count
from xml.etree.ElementTree import Element

from sesshu.documents.manual.drawing import drawn
from sesshu.documents.manual.elements import Content, element, filled, html
from sesshu.kernel.eras import in_japanese
from sesshu.schedule.manual.outline import (
    Block,
    Cell,
    Manual,
    Points,
    Question,
    Section,
    Table,
    Terms,
    Text,
    Timeline,
)

TOP = 2
SERIES = 3
DEEPEST = 6
BEFORE = "<!DOCTYPE html>\n"


def page(manual: Manual, styles: str) -> str:
    """A whole page that asks for no other file; `styles` are its sheets."""
    day = f"{in_japanese(manual.on)}現在 規則データ {manual.release}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", manual.title),
    )
    main = element("main", id="main", class_="ss-main", tabindex="-1")
    main.append(element("h1", manual.title, class_="ss-h1"))
    main.append(element("p", day, class_="ss-support ss-break"))
    filled(main, _elements(manual))
    skip = element("a", "本文へ移動", class_="ss-skip", href="#main")
    whole = html([element("html", head, element("body", skip, main), lang="ja")])
    return BEFORE + whole.replace("</head>", f"<style>{styles}</style></head>", 1)


def body(manual: Manual) -> str:
    """The table of contents and all sections."""
    return html(_elements(manual))


def _elements(manual: Manual) -> Iterator[Element]:
    writer = _Writer(manual)
    yield writer.contents()
    yield from (writer.section(part, TOP) for part in manual.parts)
    yield writer.questions()


class _Writer:
    """Counts tables, so that each region has a name of its own, and knows each question's number."""

    def __init__(self, manual: Manual) -> None:
        self.manual = manual
        self.numbers = {question.id: question.number for question in manual.questions}
        self.regions = count(1)

    def contents(self) -> Element:
        rows = [self._entry(part) for part in self.manual.parts]
        last = element("li", element("a", "要確認の一覧", href="#questions"))
        heading = element("h2", "目次", id="contents", class_="ss-h2")
        listed = element("ul", *rows, last, class_="ss-manual__contents")
        return element("nav", heading, listed, aria_labelledby="contents", class_="ss-stack")

    def _entry(self, section: Section) -> Element:
        row = element("li", element("a", section.title, href=f"#{section.anchor}"))
        below = [
            element("li", element("a", one.title, href=f"#{one.anchor}"))
            for one in section.sections
        ]
        if below:
            row.append(element("ul", *below))
        return row

    def section(self, section: Section, level: int) -> Element:
        heading = element(
            f"h{min(level, DEEPEST)}", section.title, id=section.anchor, class_=f"ss-h{level}"
        )
        inside = [self._block(one) for one in section.blocks]
        below = [self.section(one, level + 1) for one in section.sections if not one.past]
        past = [self.section(one, level + 1) for one in section.sections if one.past]
        folded = [self._folded(section, past)] if past else []
        back = [_back()] if level == SERIES else []
        whole = (heading, *inside, *below, *folded, *back)
        return element("section", *whole, class_="ss-manual ss-stack")

    def _folded(self, section: Section, past: list[Element]) -> Element:
        said = f"{section.title}の、これまでとこれからの規則({len(past)}件)"
        inside = element("div", *past, class_="ss-disclosure__body ss-stack")
        return element("details", element("summary", said), inside, class_="ss-disclosure")

    def questions(self) -> Element:
        heading = element("h2", "要確認の一覧", id="questions", class_="ss-h2")
        said = "条文そのもので確かめていない値です。番号は本文の「要確認」の番号です。"
        rows = [self._question(one) for one in self.manual.questions]
        listed = element("dl", *rows, class_="ss-list")
        return element(
            "section", heading, element("p", said, class_="ss-text"), listed, class_="ss-stack"
        )

    def _question(self, question: Question) -> Element:
        name = element("dt", f"要確認{question.number}", id=f"question-{question.id}")
        said = element("dd", element("p", question.text))
        if question.asked_in:
            places = f"関わるところ: {'、'.join(question.asked_in)}"
            said.append(element("p", places, class_="ss-support"))
        return element("div", name, said)

    def _block(self, block: Block) -> Element:
        if isinstance(block, Text):
            return element("p", block.text, class_="ss-text")
        if isinstance(block, Points):
            rows = [element("li", *self._cell(one)) for one in block.items]
            return element("ul", *rows, class_="ss-text")
        if isinstance(block, Terms):
            return self._terms(block)
        return self._table(block) if isinstance(block, Table) else self._timeline(block)

    def _terms(self, block: Terms) -> Element:
        rows = [
            element(
                "div",
                element("dt", row.name),
                element("dd", *(element("p", *self._cell(one)) for one in row.said)),
            )
            for row in block.rows
        ]
        return element("dl", *rows, class_="ss-list")

    def _table(self, block: Table) -> Element:
        heads = [element("th", column.name, scope="col") for column in block.columns]
        rows = [
            element(
                "tr",
                element("th", *self._cell(row[0]), scope="row"),
                *(element("td", *self._cell(one)) for one in row[1:]),
            )
            for row in block.rows
        ]
        table = element(
            "table",
            element("caption", *self._cell(block.caption)),
            element("thead", element("tr", *heads)),
            element("tbody", *rows),
            class_="ss-table",
        )
        return self._region(table, block.caption.text)

    def _timeline(self, block: Timeline) -> Element:
        picture = drawn(block, f"timeline-{next(self.regions)}")
        said = (
            f"赤い線は{in_japanese(block.on)}です。"
            "右端まで続く帯は、終わりの日が定められていません。"
        )
        caption = element("figcaption", f"{block.caption}。{said}", class_="ss-support")
        region = self._region(picture, block.caption)
        return element("figure", region, caption, class_="ss-timeline")

    def _region(self, inside: Element, name: str) -> Element:
        label = f"{name}（表{next(self.regions)}）"
        return element(
            "div", inside, class_="ss-table-region", role="region", aria_label=label, tabindex="0"
        )

    def _cell(self, cell: Cell) -> Iterator[Content]:
        lines = cell.text.split("\n")
        if len(lines) > 1:
            yield element("ul", *(element("li", line) for line in lines), class_="ss-manual__lines")
        else:
            yield cell.text
        for id in cell.verify:
            yield " "
            link = element("a", f"要確認{self.numbers[id]}", href=f"#question-{id}")
            yield element("span", link, class_="ss-chip", data_color="orange")


def _back() -> Element:
    return element("p", element("a", "目次へ戻る", href="#contents"), class_="ss-no-print")
