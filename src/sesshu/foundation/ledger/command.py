"""``sesshu ledger``: seal, export, verify, check."""

from getpass import getuser
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger.check import check as check_ledger
from sesshu.foundation.ledger.export import Export, take_export
from sesshu.foundation.ledger.jobs.keep_sealing import places_to_seal, seal_place
from sesshu.foundation.ledger.verification.chain import Head
from sesshu.foundation.ledger.verification.findings import Report
from sesshu.foundation.ledger.verification.verify import keys_in
from sesshu.foundation.ledger.verification.verify import verify as verify_export
from sesshu.foundation.walls import Place, enter

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console(soft_wrap=True)

Code = Annotated[str, typer.Argument(help="自治体コード（6桁）")]
System = Annotated[str, typer.Option(help="システム: ward、linkage など")]


@app.command(help="まだ封印していない記録を、いま封印します（すべての自治体）。")
def seal() -> None:
    """Seal now what is not sealed yet, for every municipality of this installation."""
    for place in places_to_seal():
        console.print(f"{place.schema}: {seal_place(place)}件を封印しました。")


@app.command(help="操作の記録を1つ、別の場所で検証するために書き出します。")
def export(
    code: Code,
    into: Annotated[Path, typer.Option(help="新しく作る書き出し先")],
    purpose: Annotated[str, typer.Option(help="書き出す目的。操作の記録に残ります")],
    system: System = "ward",
) -> None:
    """Copy one ledger for verification elsewhere. Seals file and public keys are taken separately."""
    with enter(Place(code, system)):
        made = take_export(_operator(), purpose, into)
    console.print(f"{made.directory} に書き出しました（{made.about().exported_at}）。")


@app.command(help="書き出しを、データベースを使わずに検証します。変更があれば終了コード1です。")
def verify(
    directory: Annotated[Path, typer.Argument(help="sesshu ledger export で作った書き出し")],
    seals: Annotated[Path, typer.Option(help="封印のファイル（seals.jsonl）")],
    keys: Annotated[Path, typer.Option(help="公開鍵（番号.public）のあるディレクトリ")],
    known: Annotated[str, typer.Option(help="書き留めた封印（番号:ハッシュ値）")] = "",
) -> None:
    """Verify an export without a database; ends with 1 when anything was done to the ledger."""
    head = _head(known)
    try:
        report = verify_export(Export(directory), seals, keys_in(keys), head)
    except (FileNotFoundError, msgspec.DecodeError) as error:
        console.print(f"[red]書き出しを読めません。場所を確かめてください。[/red]\n{error}")
        raise typer.Exit(2) from error
    _tell(report)


@app.command(help="書き出し、検証し、結果を操作の記録に残します。")
def check(code: Code, system: System = "ward") -> None:
    """Export, verify and record the result, with the keys and seals of this installation."""
    with enter(Place(code, system)):
        report = check_ledger(_operator())
    _tell(report)


def _operator() -> Actor:
    """Whoever is logged in on the server; commands have no account of the ward."""
    return Actor.system(f"command:{getuser()}")


def _head(known: str) -> Head | None:
    if not known:
        return None
    number, _, sha256 = known.partition(":")
    if not number.isdigit() or len(sha256) != 64:
        raise typer.BadParameter(
            "番号:ハッシュ値（64桁）で入力してください。", param_hint="--known"
        )
    return Head(int(number), sha256)


def _tell(report: Report) -> None:
    console.print(f"{report.ledger}（書き出し {report.exported_at}）")
    console.print(
        f"記録 {report.entries:,}件、封印 {report.seals:,}個、封印前 {report.unsealed:,}件"
    )
    console.print(f"最後の封印 {report.head_number}:{report.head_sha256}")
    for remark in report.remarks:
        console.print(remark)
    for finding in report.findings:
        console.print(f"[red]{finding}[/red]")
    if not report.sound:
        raise typer.Exit(1)
    console.print("[green]封印した記録は、すべてそのままです。[/green]")
