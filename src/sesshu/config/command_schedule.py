"""`sesshu schedule`: the filters of the rule engine, and what is made of the rulebook above it.

Parts that only one subcommand needs are imported when it is called.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sesshu.foundation.clock import today
from sesshu.schedule.command import app, day
from sesshu.schedule.lines import answers
from sesshu.schedule.load import current


@app.command("manual")
def manual_command(
    on: Annotated[
        date | None, typer.Option(parser=day, help="「現在」とする日。省くと今日")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="1枚のHTMLの書き出し先")] = None,
    pdf: Annotated[Path | None, typer.Option(help="PDFの書き出し先")] = None,
) -> None:
    """規則の手引きを作ります。規則のデータだけから作るので、判定と食い違いません。"""
    from sesshu.documents import NotPrinted, render
    from sesshu.documents.manual import FORM
    from sesshu.documents.manual.page import page
    from sesshu.schedule.manual import manual
    from sesshu.ui.sheets import stylesheet

    if html is None and pdf is None:
        raise typer.BadParameter("--html か --pdf に、書き出すファイルを指定してください。")
    document = manual(current(), on or today())
    if html:
        html.write_text(page(document, stylesheet()), encoding="utf-8")
        typer.echo(f"{html} を書きました。")
    if pdf:
        try:
            pdf.write_bytes(render(FORM, document))
        except NotPrinted as problem:
            raise typer.BadParameter(str(problem)) from problem
        typer.echo(f"{pdf} を書きました。")


@app.command("fhir")
def fhir_command(on: Annotated[date, typer.Option(parser=day, help="判定する日")]) -> None:
    """標準入力の1行1人のJSONを読み、判定をHL7 FHIR R4のBundleで1行1人返します。"""
    from sesshu.schedule.judge import judge
    from sesshu.wire.fhir import bundle

    rulebook = current()
    for line in answers(
        sys.stdin.buffer, lambda who: [bundle(who, judge(who, on, rulebook), rulebook)]
    ):
        sys.stdout.buffer.write(line + b"\n")


__all__ = ["app"]
