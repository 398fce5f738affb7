"""What paper and charts of a report are made of."""

import msgspec


class Fact(msgspec.Struct, frozen=True):
    """A line of what the report rests on."""

    name: str
    said: str


class Part(msgspec.Struct, frozen=True):
    """A column of counts as the parts of a bar show it."""

    title: str


class Bar(msgspec.Struct, frozen=True):
    """A line of a table: the words at both ends of a bar, and the sizes of its parts; none if left out."""

    label: str
    said: str
    sizes: tuple[int, ...] | None
    is_sum: bool = False


class Chart(msgspec.Struct, frozen=True):
    """Bars, each as long as its sizes; `whole` makes all of them equally long, for shares."""

    code: str
    title: str
    parts: tuple[Part, ...]
    bars: tuple[Bar, ...]
    whole: bool


class PaperTable(msgspec.Struct, frozen=True):
    """A table, the words below it, and its chart as SVG where it has one."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    chart: str | None = None
    chart_said: str = ""


class ReportPaper(msgspec.Struct, frozen=True):
    """A report in one edition."""

    title: str
    edition: str
    facts: tuple[Fact, ...]
    tables: tuple[PaperTable, ...]
    signature: str | None = None
