"""``sesshu run``: start, watch, cancel and resume runs of one municipality."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from sesshu.foundation import runs
from sesshu.foundation.runs import operations, queries
from sesshu.foundation.runs.queries import RunSeen
from sesshu.foundation.runs.registry import jobs_of
from sesshu.foundation.runs.served import places_served
from sesshu.foundation.runs.worker import take_a_step
from sesshu.foundation.server_operator import server_operator
from sesshu.foundation.walls import Place, enter

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()
JOBS = "jobs"
Code = Annotated[str, typer.Argument(help="全国地方公共団体コード（6桁）")]
System = Annotated[str, typer.Option(help="システム")]


@app.command()
def kinds(system: System = "ward") -> None:
    """The runs there are to start."""
    table = Table("種類", "名前")
    for each in jobs_of(system):
        table.add_row(each.kind, each.title)
    console.print(table)


@app.command(name="list")
def list_recent(code: Code, system: System = "ward", limit: int = 20) -> None:
    """The newest runs."""
    with enter(_place(code, system)):
        found = queries.recent(limit, using=JOBS)
    table = Table("番号", "名前", "入力", "状態", "進み", "件数", "始めた人")
    for each in found:
        table.add_row(
            str(each.id), each.title, each.input_name or "", each.state.label,
            f"{each.done:,} / {each.total:,}", _counts(each), each.started_by,
        )  # fmt: skip
    console.print(table)


@app.command()
def start(
    code: Code,
    kind: str,
    system: System = "ward",
    file: Annotated[Path | None, typer.Option(exists=True, help="入力のファイル")] = None,
    param: Annotated[list[str] | None, typer.Option(help="条件（名前=値）")] = None,
    *,
    here: Annotated[bool, typer.Option(help="常駐の処理を待たず、この場で処理する")] = False,
) -> None:
    """Start a run and watch it. The same input is never worked twice."""
    with enter(_place(code, system)) as place:
        try:
            started = operations.start(
                server_operator(),
                kind,
                input=file,
                input_name=file.name if file else None,
                params=_params(param or []),
                using=JOBS,
            )
        except runs.UnknownJob as error:
            raise typer.BadParameter(str(error)) from error
        if not started.is_new:
            console.print("同じ入力の処理がすでにあります。その状況を表示します。")
        _watch(place, started.run_id, here=here)


@app.command()
def show(code: Code, run_id: int, system: System = "ward") -> None:
    """Watch a run until it ends; Ctrl+C leaves it running."""
    with enter(_place(code, system)) as place:
        _watch(place, run_id, here=False)


@app.command()
def cancel(
    code: Code,
    run_id: int,
    reason: Annotated[str, typer.Option(prompt="中止の理由", help="中止の理由")],
    system: System = "ward",
) -> None:
    """Stop a run after the chunk it is at; what is done stays done."""
    with enter(_place(code, system)):
        try:
            operations.cancel(server_operator(), run_id, reason, using=JOBS)
        except (runs.AlreadyEnded, KeyError) as error:
            raise typer.BadParameter(str(error)) from error
    console.print("中止を受け付けました。いまの区切りが終わると止まります。")


@app.command()
def resume(code: Code, run_id: int, system: System = "ward") -> None:
    """Let a failed run go on from the chunk that failed."""
    with enter(_place(code, system)):
        try:
            operations.resume(server_operator(), run_id, using=JOBS)
        except (runs.NotFailed, KeyError) as error:
            raise typer.BadParameter(str(error)) from error
    console.print("再開を受け付けました。")


def _place(code: str, system: str) -> Place:
    place = Place(code, system)
    if place not in places_served(JOBS):
        raise typer.BadParameter(f"{code} の {system} はここにありません。")
    return place


def _params(pairs: list[str]) -> dict[str, Any]:
    """``name=value``; a value that is JSON (a number, true) is taken as such."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise typer.BadParameter(f"条件は「名前=値」の形で書いてください: {pair}")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def _watch(place: Place, run_id: int, *, here: bool) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        seen = _seen(run_id)
        task = progress.add_task(seen.title, total=None)
        while not seen.ended:
            if not (here and take_a_step(place)):
                time.sleep(0.5)
            seen = _seen(run_id)
            progress.update(task, completed=seen.done, total=seen.total or None)
    _tell(seen)


def _seen(run_id: int) -> RunSeen:
    seen = queries.run_seen(run_id, using=JOBS)
    if seen is None:
        raise typer.BadParameter(f"{run_id} 番の一括処理はありません。")
    return seen


def _tell(seen: RunSeen) -> None:
    console.print(f"{seen.title}（{seen.id} 番）: {seen.state.label}　{_counts(seen)}")
    if seen.failure:
        console.print(f"[red]{seen.failure}[/red]")
        raise typer.Exit(1)


def _counts(seen: RunSeen) -> str:
    return "、".join(f"{label} {count:,}" for label, count in seen.labelled_counts)
