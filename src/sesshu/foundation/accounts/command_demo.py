"""``sesshu demo code``: the second factor of a demo person, so that anybody can try the portal."""

from typing import Annotated

import typer
from rich.console import Console

from sesshu.foundation.accounts import demo
from sesshu.foundation.clock import now
from sesshu.foundation.walls import Place, enter

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()


@app.command()
def code(
    name: Annotated[str, typer.Argument(metavar="利用者ID", help="例: clerk-a")],
    municipality: Annotated[str, typer.Option(help="自治体コード")] = "131121",
    system: Annotated[str, typer.Option(help="システム")] = "ward",
) -> None:
    """デモの利用者の、いまの認証コード（6桁）を表示します。デモの自治体だけで使えます。"""
    with enter(Place(municipality, system)):
        try:
            console.print(demo.current_code(name, now()))
        except (demo.NotADemo, demo.NobodyOfThatName) as error:
            console.print(f"[red]{error}[/red]")
            raise typer.Exit(1) from error


@app.callback()
def about() -> None:
    """デモのための命令。デモとして作られた自治体だけで使えます。"""
