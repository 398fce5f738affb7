"""``sesshu municipality`` and ``sesshu migrate``: who is served here, and with which tables."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from sesshu.foundation.accounts.command_found import found_municipality
from sesshu.foundation.walls import directory
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.place import Place
from sesshu.foundation.walls.zones import systems
from sesshu.kernel.numbers import is_municipality_code

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()


@app.command()
def add(
    code: str,
    name: Annotated[str, typer.Option(help="自治体の名前（例: 世田谷区）")],
    demo: Annotated[bool, typer.Option(help="架空の自治体。後から変えられません")] = False,  # noqa: FBT002
    administrator: Annotated[
        list[str] | None,
        typer.Option(help="最初の利用者管理担当を2人: 職員番号:利用者ID:氏名", metavar="人"),
    ] = None,
) -> None:
    """Give a municipality its schemas, roles, grants and first two enrolment slips."""
    if not is_municipality_code(code):
        console.print(
            f"[red]{code} は全国地方公共団体コード（検査数字を含む6桁）ではありません。[/red]"
        )
        raise typer.Exit(2)
    places = [Place(code, system) for system in systems()]
    with Progress(console=console) as progress:
        task = progress.add_task(f"{name} を準備しています", total=len(places))
        migrate(places, done=lambda _: progress.advance(task))
    directory.enter_in_directory(directory.Municipality(code, name, demo), places)
    found_municipality(places, administrator or [], demo=demo)


@app.command(name="list")
def list_all() -> None:
    """The municipalities of this installation."""
    table = Table("コード", "名前", "種別")
    for municipality in directory.municipalities():
        table.add_row(municipality.code, municipality.name, "デモ" if municipality.demo else "本番")
    console.print(table)
