"""``sesshu demo``: build the fictional ward, serve it, tell a demo person's current code."""

import os
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sesshu.config.demo.build import build
from sesshu.config.demo.summary import Summary
from sesshu.config.serving import Portal, serve
from sesshu.foundation.accounts import demo as people
from sesshu.foundation.accounts.command_demo import code
from sesshu.foundation.clock import today
from sesshu.foundation.state import state_dir

app = typer.Typer(no_args_is_help=True, add_completion=False)
app.command()(code)
console = Console()


@app.command(name="build")
def build_demo(
    residents: Annotated[int, typer.Option(help="住民の数")] = 20_000,
) -> None:
    """Build what is not there yet; the second time nothing is done again."""
    os.environ["SESSHU_DEMO"] = "1"
    summary = build(residents, today(), console)
    _print_summary(summary)


@app.command(name="serve")
def serve_demo(port: Annotated[int, typer.Option(help="待ち受けるポート")] = 8131) -> None:
    """Serve the portal on localhost and print who may sign in."""
    portal = Portal(port=port, demo=True)
    _print_people(f"http://{portal.host}:{portal.port}/131121/")
    raise typer.Exit(serve(portal))


def _print_summary(summary: Summary) -> None:
    table = Table("", "世田谷区 131121", "杉並区 131156", title="架空の区")
    for line in summary.lines:
        table.add_row(line.title, *line.values)
    console.print(table)
    console.print(f"ファイルの場所: {state_dir()}（データベース: {summary.database}）")


def _print_people(address: str) -> None:
    table = Table("利用者ID", "だれ", "担当", title="デモの利用者")
    for role in people.ROLES:
        duties = "・".join(duty.label for duty in role.duties)
        table.add_row(role.person.login_id, role.person.display_name, duties)
    console.print(table)
    console.print(f"パスワード（全員）: {people.PASSWORD}", highlight=False)
    console.print("認証コード: var/venv/bin/sesshu demo code 利用者ID", highlight=False)
    console.print(f"[bold]{address}[/bold]（終わるときは Ctrl+C）")
