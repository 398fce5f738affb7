"""A report as a document to print: one edition with all its tables and charts."""

from collections.abc import Sequence

from sesshu.documents.report.contract import Fact, PaperTable, ReportPaper
from sesshu.documents.report.drawing import svg
from sesshu.foundation.clock import TOKYO
from sesshu.kernel.eras import in_japanese
from sesshu.ward.reports.charts import chart_of, said_of
from sesshu.ward.reports.exporting import basis_of
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.sheets import Sheet

OVER_HUNDRED = (
    "100%を超える値は誤りではありません。"
    "分母は1年分の対象人口で、まだ受けていない人の数ではないためです。"
)
LEFT_OUT_SAID = (
    "「―」は、{smallest}未満の数と、合計からその数が分かってしまう数で、示していません。"
)

SUMS_ALONE_SAID = "行ごとの数は示していません。示すと、{smallest}未満の数が分かってしまうためです。"


def paper_of(
    seen: ReportSeen, sheets: Sequence[Sheet], edition: str, smallest: int | None
) -> ReportPaper:
    """The document of an edition; `smallest` is the least count that it shows."""
    return ReportPaper(
        title=f"{seen.title} {seen.fiscal_year}年度",
        edition=edition,
        facts=tuple(Fact(name, said) for name, said in basis_of(seen)),
        tables=tuple(_table(sheet, smallest) for sheet in sheets),
        signature=_signature(seen),
    )


def _table(sheet: Sheet, smallest: int | None) -> PaperTable:
    chart = chart_of(sheet)
    notes = [OVER_HUNDRED] if sheet.over_hundred else []
    if sheet.left_out and smallest is not None:
        notes.append(LEFT_OUT_SAID.format(smallest=smallest))
    if sheet.sums_alone and smallest is not None:
        notes.append(SUMS_ALONE_SAID.format(smallest=smallest))
    return PaperTable(
        title=sheet.title,
        headings=sheet.headings,
        rows=tuple((row.title, *row.cells) for row in sheet.rows),
        notes=tuple(notes),
        chart=svg(chart) if chart else None,
        chart_said=said_of(chart) if chart else "",
    )


def _signature(seen: ReportSeen) -> str | None:
    if seen.signature is None:
        return None
    signed_on = in_japanese(seen.signature.signed_at.astimezone(TOKYO).date())
    return (
        f"{seen.signature.submitted_by}が決裁に出し、{seen.signature.signed_by}が"
        f"{signed_on}にこの数値を承認しました。"
    )
