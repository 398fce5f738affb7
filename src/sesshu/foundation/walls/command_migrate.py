"""``sesshu migrate``: bring every schema of every municipality to this release."""

import typer
from rich.console import Console
from rich.progress import Progress

from sesshu.foundation.walls import directory
from sesshu.foundation.walls.migrate import migrate

app = typer.Typer(add_completion=False)
console = Console()


@app.command()
def migrate_all() -> None:
    """Bring every schema to this release; a run cut short is simply repeated."""
    places = directory.places()
    with Progress(console=console) as progress:
        task = progress.add_task("表を更新しています", total=len(places))
        migrate(places, done=lambda _: progress.advance(task))
    console.print(f"{len(places)} 個のスキーマはこの版になりました。")
