"""A chart as SVG: one bar a line, its words above it, so that it can be read 320 pixels wide and in print.

Parts differ by pattern before they differ by color.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from sesshu.documents.manual.elements import element
from sesshu.documents.report.contract import Bar, Chart

WIDTH, BAR, WORDS, LINE = 320, 12, 16, 36
KEY, INK, QUIET, GROUND = "#0017c1", "#1a1a1a", "#626264", "#ffffff"
FONT = "Noto Sans CJK JP, Noto Sans JP, sans-serif"
PATTERNS = ("solid", "bars", "hatch", "empty", "dots")


def drawn(chart: Chart) -> Element:
    """The picture, with every bar in words for those who do not see it."""
    height = LINE * len(chart.bars) + WORDS * (len(chart.parts) + 1)
    words = f"{chart.code}-words"
    title = element("title", f"{chart.title}。{in_words(chart)}", id=words)
    size = {"viewBox": f"0 0 {WIDTH} {height}", "width": str(WIDTH), "height": str(height)}
    return element(
        "svg",
        title,
        element("defs", *_patterns(chart.code)),
        *_bars(chart),
        *_legend(chart),
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=words,
        font_family=FONT,
        **size,
    )


def svg(chart: Chart) -> str:
    """The picture as a file."""
    return tostring(drawn(chart), encoding="unicode")


def in_words(chart: Chart) -> str:
    """The bars one after the other."""
    return "。".join(f"{bar.label} {bar.said}" for bar in chart.bars)


def _bars(chart: Chart) -> Iterator[Element]:
    longest = max((sum(bar.sizes) for bar in chart.bars if bar.sizes), default=0)
    for number, bar in enumerate(chart.bars):
        top = LINE * number
        yield _text(bar.label, 0, top + 12)
        yield _text(bar.said, WIDTH, top + 12, text_anchor="end", font_weight="bold")
        whole = sum(bar.sizes or ()) if chart.whole else longest
        yield from _parts(chart.code, bar, top + WORDS, whole)


def _parts(code: str, bar: Bar, top: int, whole: int) -> Iterator[Element]:
    x = 0.0
    for pattern, size in zip(PATTERNS, bar.sizes or (), strict=False):
        width = (WIDTH - 2) * size / whole if whole else 0.0
        if size:
            yield _box(code, pattern, x + 1, top, width)
        x += width


def _legend(chart: Chart) -> Iterator[Element]:
    below = LINE * len(chart.bars) + WORDS // 2
    for number, part in enumerate(chart.parts):
        top = below + WORDS * number
        yield _box(chart.code, PATTERNS[number], 1, top, 24)
        yield _text(part.title, 32, top + 11)


def _box(code: str, pattern: str, x: float, top: int, width: float) -> Element:
    size = {"x": f"{x:.1f}", "y": str(top), "width": f"{max(width, 0.5):.1f}", "height": str(BAR)}
    fill = (
        KEY if pattern == "solid" else GROUND if pattern == "empty" else f"url(#{code}-{pattern})"
    )
    return element("rect", fill=fill, stroke=KEY, stroke_width="1", **size)


def _patterns(code: str) -> Iterator[Element]:
    hatch = element("path", d="M0 6L6 0", stroke=KEY, stroke_width="1.5")
    dot = element("circle", cx="3", cy="3", r="1.2", fill=QUIET)
    bar = element("path", d="M1.5 0V6", stroke=KEY, stroke_width="3")
    for name, mark in (("bars", bar), ("hatch", hatch), ("dots", dot)):
        ground = element("rect", width="6", height="6", fill=GROUND)
        size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
        yield element("pattern", ground, mark, id=f"{code}-{name}", **size)


def _text(said: str, x: int, y: int, **attributes: str) -> Element:
    return element("text", said, x=str(x), y=str(y), font_size="12", fill=INK, **attributes)
