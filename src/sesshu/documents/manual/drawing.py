"""The time line of a series as SVG: lanes over years, and a line where the manual's day lies."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from sesshu.documents.manual.elements import element
from sesshu.kernel.eras import in_japanese
from sesshu.schedule.manual.outline import Bar, Lane, Timeline

WIDTH, NAMES, LANE, HEAD = 1180, 400, 30, 24
MOST_YEARS = 12
DAYS_A_YEAR = 366
BAR, EDGE, TODAY, RULE, INK = "#9db7f9", "#0017c1", "#ce0000", "#d8d8db", "#1a1a1a"


def drawn(timeline: Timeline, id: str) -> Element:
    """The picture, with every lane in words for those who do not see it."""
    height = HEAD + LANE * len(timeline.lanes)
    words = element("title", f"{timeline.caption}。{in_words(timeline)}", id=f"{id}-words")
    names = {"role": "img", "aria_labelledby": f"{id}-words"}
    size = {"width": str(WIDTH), "height": str(height), "viewBox": f"0 0 {WIDTH} {height}"}
    return element("svg", words, *_parts(timeline, height), **names, **size)


def in_words(timeline: Timeline) -> str:
    """The lanes with their days."""
    return "。".join(
        f"{lane.name}: {'、'.join(_days(bar) for bar in lane.bars)}" for lane in timeline.lanes
    )


def _days(bar: Bar) -> str:
    ends = f"{in_japanese(bar.until_on)}まで" if bar.until_on else ""
    return f"{in_japanese(bar.from_on)}から{ends}"


def _parts(timeline: Timeline, height: int) -> Iterator[Element]:
    years = timeline.last_year + 1 - timeline.first_year
    for year in range(timeline.first_year, timeline.last_year + 1, -(-years // MOST_YEARS)):
        x = _x(date(year, 1, 1), timeline)
        yield _line(x, height, RULE, "1")
        yield _text(str(year), x + 3, 16)
    for number, lane in enumerate(timeline.lanes):
        yield from _lane(lane, HEAD + LANE * number, timeline)
    yield _line(_x(timeline.on, timeline), height, TODAY, "2")


def _lane(lane: Lane, top: int, timeline: Timeline) -> Iterator[Element]:
    middle = top + LANE // 2
    fits = {"textLength": str(NAMES - 10), "lengthAdjust": "spacingAndGlyphs"}
    yield _text(lane.name, 0, middle + 4, **(fits if _wide(lane.name) else {}))
    for bar in lane.bars:
        begins = max(_x(bar.from_on, timeline), NAMES)
        ends = _x(bar.until_on, timeline) if bar.until_on else WIDTH
        box = {"x": f"{begins:.1f}", "y": str(top + 6), "width": f"{max(ends - begins, 1):.1f}"}
        yield element("rect", height=str(LANE - 12), fill=BAR, stroke=EDGE, **box)


def _wide(name: str) -> bool:
    """Whether a name in letters 13 units wide, half as wide for Latin ones, needs to be drawn closer."""
    return sum(13 if ord(one) > 0xFF else 7 for one in name) > NAMES - 10


def _x(day: date, timeline: Timeline) -> float:
    passed = day.year - timeline.first_year + (day.timetuple().tm_yday - 1) / DAYS_A_YEAR
    return NAMES + passed / (timeline.last_year + 1 - timeline.first_year) * (WIDTH - NAMES)


def _line(x: float, height: int, color: str, width: str) -> Element:
    across = {"x1": f"{x:.1f}", "x2": f"{x:.1f}", "y1": "0", "y2": str(height)}
    return element("line", stroke=color, stroke_width=width, **across)


def _text(said: str, x: float, y: int, **attributes: str) -> Element:
    return element("text", said, x=f"{x:.1f}", y=str(y), font_size="13", fill=INK, **attributes)
