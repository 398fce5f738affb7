"""``sesshu post``: what lies between the systems of a municipality, and another try for what was kept."""

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from sesshu.foundation import post
from sesshu.foundation.post import queries
from sesshu.foundation.server_operator import server_operator
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.secrets import given

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()
Code = Annotated[str, typer.Argument(help="全国地方公共団体コード（6桁）")]
System = Annotated[str, typer.Argument(help="受け取るシステム（ward、linkage など）")]


@app.command(name="list")
def list_papers(code: Code, system: System) -> None:
    """Papers on their way out, and those that came and were not worked."""
    with enter(_place(code, system)):
        console.print(f"まだ配達されていない文書: {queries.on_their_way()} 通")
        _print_lines()
        _print_not_worked()


@app.command()
def retry(
    code: Code,
    system: System,
    paper_id: Annotated[UUID | None, typer.Argument(help="省略すると、保留の文書すべて")] = None,
) -> None:
    """Work kept papers once more, after their reason is gone."""
    with enter(_place(code, system)):
        kept = [each.paper_id for each in queries.not_worked() if each.state is post.State.KEPT]
        results = [_try(each) for each in ([paper_id] if paper_id else kept)]
    worked = results.count(post.State.WORKED)
    console.print(f"処理した文書 {worked} 通、保留のままの文書 {len(results) - worked} 通")


def _try(paper_id: UUID) -> post.State:
    try:
        return post.work_again(server_operator(), paper_id)
    except post.NotKept as error:
        raise typer.BadParameter(str(error)) from error


def _print_lines() -> None:
    table = Table("送り元", "処理待ち", "処理済み", "保留", "届いていない番号", title="届いた文書")
    for each in queries.lines():
        missing = str(each.missing) if each.missing else ""
        counted = [f"{n:,}" for n in (each.waiting, each.worked, each.kept)]
        table.add_row(each.sender, *counted, missing)
    console.print(table)


def _print_not_worked() -> None:
    table = Table("番号", "種類", "状態", "回数", "理由", title="処理していない文書")
    for each in queries.not_worked():
        table.add_row(
            f"{each.sender} {each.sequence}\n{each.paper_id}",
            each.kind,
            each.state.label,
            str(each.attempts),
            each.reason or "",
        )
    console.print(table)


def _place(code: str, system: str) -> Place:
    if code not in given(f"{system}_jobs"):
        raise typer.BadParameter(f"{code} の {system} はここにありません。")
    return Place(code, system)
