"""The chart of a table: the parts of each line where a rate tells them, else how long its sum is."""

from sesshu.documents.report.contract import Bar, Chart, Part
from sesshu.ward.reports.sheets import LEFT_OUT, NOBODY, Sheet, SheetRow

MOST_BARS = 60


def chart_of(sheet: Sheet) -> Chart | None:
    """None where there is nothing to draw or to show, or more lines than a picture can hold."""
    bars = _shares(sheet) if sheet.is_of_the_line else _sums(sheet)
    if not any(bar.sizes for bar in bars) or len(bars) > MOST_BARS:
        return None
    parts = [column.title for column in sheet.columns] if sheet.is_of_the_line else ["回数・人数"]
    return Chart(
        code=sheet.code,
        title=sheet.title,
        parts=tuple(Part(title) for title in parts),
        bars=tuple(bars),
        whole=sheet.is_of_the_line,
    )


def _shares(sheet: Sheet) -> list[Bar]:
    """A line of which anything is left out has no bar: its parts would tell what is."""
    return [Bar(row.title, row.rates[0], _parts(row), row.is_sum) for row in sheet.rows]


def _parts(row: SheetRow) -> tuple[int, ...] | None:
    counts = tuple(count for count in row.counts if count is not None)
    return counts if len(counts) == len(row.counts) and row.total is not None else None


def _sums(sheet: Sheet) -> list[Bar]:
    """Lines that hold something."""
    return [
        Bar(row.title, LEFT_OUT if row.total is None else f"{row.total:,}", _sum(row))
        for row in sheet.rows
        if row.total != 0 and not row.is_sum
    ]


def _sum(row: SheetRow) -> tuple[int, ...] | None:
    return None if row.total is None else (row.total,)


def said_of(chart: Chart) -> str:
    """One sentence about a chart: its longest and its shortest bar."""
    lines = [bar for bar in chart.bars if not bar.is_sum]
    told = [bar for bar in lines if bar.sizes and bar.said not in (LEFT_OUT, NOBODY)]
    if not told:
        return f"{chart.title}の図です。"
    order = sorted(told, key=lambda bar: float(bar.said.rstrip("%").replace(",", "")))
    low, high = order[0], order[-1]
    return (
        f"{chart.title}の図です。最も大きいのは{high.label}の{high.said}、"
        f"最も小さいのは{low.label}の{low.said}です。"
    )
