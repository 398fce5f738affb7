"""``sesshu backup``: one municipality into one encrypted file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from sesshu.foundation import backup, ledger
from sesshu.foundation.clock import now
from sesshu.foundation.ledger.jobs.keep_sealing import seal_place
from sesshu.foundation.server_operator import server_operator
from sesshu.foundation.walls import Place, directory, enter

app = typer.Typer(add_completion=False)
console = Console()
PURPOSE = "控えの作成"
REFUSALS = (backup.TooFewRecipients, backup.NoRecipient, backup.ProgramFailed)


@app.command()
def back_up(
    code: Annotated[str, typer.Argument(help="全国地方公共団体コード（6桁）")],
    to: Annotated[Path, typer.Option(help="書き出すファイル")],
    recipient: Annotated[list[str], typer.Option(help="受取人（age1…）。2人以上")],
) -> None:
    """Write schemas, keys and seals of a municipality into a file that only the recipients open."""
    places = [place for place in directory.places() if place.municipality == code]
    if not places:
        raise typer.BadParameter(f"{code} はここにありません。")
    with Progress(console=console) as progress:
        task = progress.add_task("控えを書き出しています", total=len(places))
        try:
            manifest = backup.back_up(
                code,
                to,
                recipient,
                now(),
                seal=lambda place: _record_and_seal(place, recipient),
                done=lambda _: progress.advance(task),
            )
        except REFUSALS as error:
            console.print(f"[red]{error}[/red]")
            raise typer.Exit(1) from error
    rows = sum(sum(tables.values()) for tables in manifest.rows.values())
    console.print(f"{manifest.name}の控え: {to}（{to.stat().st_size:,} バイト、{rows:,} 行）")


def _record_and_seal(place: Place, recipients: list[str]) -> None:
    """That somebody took everything stands in the ledger, and in the backup itself."""
    with (
        enter(place),
        ledger.act(server_operator(), "backup.made", PURPOSE, using="jobs") as entry,
    ):
        entry.detail(recipients=recipients)
    seal_place(place)
