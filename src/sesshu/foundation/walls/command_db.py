"""``sesshu db``: the embedded PostgreSQL of this installation."""

from typing import Annotated

import typer
from rich.console import Console

from sesshu.foundation.cluster import Cluster, ClusterError
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.matrix import as_markdown

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()


@app.command()
def start() -> None:
    """Start the cluster, making it first if need be."""
    cluster = Cluster(state_dir())
    try:
        where = cluster.start()
        bootstrap(cluster)
    except ClusterError as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    cluster.remember_address()
    console.print(f"PostgreSQL は動いています（{where.host}）。")


@app.command()
def stop() -> None:
    """Stop the cluster after its transactions ended."""
    Cluster(state_dir()).stop()
    console.print("PostgreSQL を停止しました。")


@app.command()
def status() -> None:
    """Say whether the cluster runs and where its files lie."""
    cluster = Cluster(state_dir())
    running = cluster.made() and cluster.running()
    console.print("動いています。" if running else "止まっています。")
    console.print(f"データ: {cluster.home.data}\n記録: {cluster.home.log}")


@app.command()
def remove(yes: Annotated[bool, typer.Option(help="確認せずに消します")] = False) -> None:  # noqa: FBT002
    """Stop the cluster and remove it with all its data."""
    cluster = Cluster(state_dir())
    if not yes:
        typer.confirm(f"{cluster.home.root} のデータをすべて消します。よろしいですか", abort=True)
    cluster.remove()
    console.print("データベースを消しました。")


@app.command()
def matrix() -> None:
    """Print which zone may do what with which table, as Markdown (docs/grants.md)."""
    typer.echo(as_markdown(), nl=False)
