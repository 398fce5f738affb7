"""`sesshu schedule`: the law as a filter. Starts neither Django nor a database."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
import typer

from sesshu.kernel.date_entry import DateEntryError, read_date
from sesshu.schedule.cases import UnreadableCase, case_files, cases_in, read_case
from sesshu.schedule.comparison import affected
from sesshu.schedule.errors import RulebookError
from sesshu.schedule.judge import judge
from sesshu.schedule.lines import answers, persons_in
from sesshu.schedule.load import current, load, rulebook_root
from sesshu.schedule.releases import release_text, rulebook_at
from sesshu.schedule.shapes import shape_text, shapes
from sesshu.schedule.summary import summary
from sesshu.schedule.windows import windows

app = typer.Typer(no_args_is_help=True, help="接種の期間と間隔を、法令のとおりに答えます。")


def day(text: str) -> date:
    """A day as a clerk types it, for an option of a command."""
    try:
        return read_date(text)
    except DateEntryError as problem:
        raise typer.BadParameter(str(problem)) from problem


def _sex(text: str) -> str:
    if text not in {"F", "M"}:
        raise typer.BadParameter("F(女)か M(男)を指定してください。")
    return text


def _write(lines: Iterator[bytes], to: BinaryIO) -> None:
    for line in lines:
        to.write(line + b"\n")


@app.command("windows")
def windows_command(
    birth: Annotated[date, typer.Option(parser=day, help="生年月日")],
    sex: Annotated[str, typer.Option(parser=_sex, help="F または M")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> None:
    """生年月日と性別から、種類と回数ごとの接種期間を示します。"""
    rows = windows(birth, sex, current())
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(rows) + b"\n")
        return
    for row in rows:
        first, last = row.eligible_from, row.eligible_until
        typer.echo(f"{row.series}\t{row.dose}\t{first}\t{last}\t{row.provision}")


@app.command("cases")
def cases_command(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="CSVファイルまたはフォルダ")],
) -> None:
    """ケース(人と接種歴と正しい答え)を judge(1人ずつ)と sweep(まとめて)で判定し、違いを1つずつ示します。

    行の先頭は、違った方法の名前です。違いがあれば1で終わります。
    """
    from sesshu.schedule.swept_cases import differences_of_both

    try:
        cases = [read_case(*each) for file in case_files(paths) for each in cases_in(file)]
        found = differences_of_both(cases, current())
    except UnreadableCase as problem:
        raise typer.BadParameter(str(problem)) from problem
    for one in found:
        told = (one.engine, one.place, one.who, one.asked, one.expected, one.found)
        typer.echo("\t".join(told))
    typer.echo(f"{len(cases)}件のケースを2つの方法で判定しました。違いは{len(found)}件です。")
    raise typer.Exit(1 if found else 0)


@app.command("judge")
def judge_command(
    on: Annotated[date, typer.Option(parser=day, help="判定する日")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="NDJSONで入出力します。")] = False,
    overlay: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="区市町村の定め(YAML)")
    ] = None,
) -> None:
    """標準入力の1行1人のJSONを読み、1行1人の判定を返します。"""
    if not as_json:
        raise typer.BadParameter("--json を付けてください。入出力はNDJSONだけです。")
    try:
        rulebook = load(rulebook_root(), overlay) if overlay else current()
    except RulebookError as problem:
        raise typer.BadParameter(str(problem)) from problem
    _write(answers(sys.stdin.buffer, lambda who: [judge(who, on, rulebook)]), sys.stdout.buffer)


@app.command("shapes")
def shapes_command(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="書き出す先")],
) -> None:
    """規則のファイルの形(JSON Schema)を、表ごとに1つのファイルで書き出します。"""
    for name, shape in shapes().items():
        (folder / f"{name}.json").write_bytes(shape_text(shape))


@app.command("release")
def release_command(
    root: Annotated[
        Path | None, typer.Argument(exists=True, file_okay=False, help="規則のフォルダ")
    ] = None,
) -> None:
    """規則を1つの版(変わらないファイル)として書き出します。ファイルのSHA-256が版の名前です。"""
    try:
        sys.stdout.buffer.write(release_text(root or rulebook_root()))
    except RulebookError as problem:
        raise typer.BadParameter(str(problem)) from problem


@app.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(exists=True, help="今の版のファイルか規則のフォルダ")],
    new: Annotated[Path, typer.Argument(exists=True, help="比べる版のファイルか規則のフォルダ")],
    on: Annotated[date, typer.Option(parser=day, help="判定する日")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="1件1行のJSONで出力します。")] = False,
) -> None:
    """標準入力の1行1人のJSONを2つの版で判定し、新しく受けられる人・受けられなくなる人・変わる人を示します。"""
    try:
        was, becomes = rulebook_at(old), rulebook_at(new)
    except RulebookError as problem:
        raise typer.BadParameter(str(problem)) from problem
    if as_json:
        found = answers(sys.stdin.buffer, lambda who: affected(who, on, was, becomes))
        _write(found, sys.stdout.buffer)
        return
    for line in summary(persons_in(sys.stdin.buffer), on, was, becomes):
        typer.echo(line)
