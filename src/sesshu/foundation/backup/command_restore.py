"""``sesshu restore``: one municipality back from its file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sesshu.foundation import backup
from sesshu.foundation.ledger.sealing.epochs import open_epoch

app = typer.Typer(add_completion=False)
console = Console()
REFUSALS = (
    backup.AlreadyLives,
    backup.CutShort,
    backup.NotOurs,
    backup.NotWhole,
    backup.ProgramFailed,
    backup.WrongIdentity,
)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, help="控えのファイル")],
    identity: Annotated[Path, typer.Option(exists=True, help="受取人の鍵ファイル")],
) -> None:
    """Bring a municipality back; one that lives here is never written over."""
    try:
        with console.status("控えを読み込んでいます"):
            manifest = backup.restore(
                file, _secret_of(identity), open_epoch, done=lambda name: console.print(name)
            )
    except REFUSALS as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    rows = sum(sum(tables.values()) for tables in manifest.rows.values())
    console.print(
        f"{manifest.name}（{manifest.code}）を復元しました。控えの時点: {manifest.made_at}、{rows:,} 行。"
        "合計は控えと一致しています。"
    )


def _secret_of(file: Path) -> str:
    """The line with the key; the files of age-keygen have remarks before it."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
