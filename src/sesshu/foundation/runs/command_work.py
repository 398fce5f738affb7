"""``sesshu work``: runs, papers, seals and deliveries of every municipality this process was given."""

import logging
import signal
from typing import Annotated

import typer
from rich.console import Console

from sesshu.foundation.runs.served import places_served
from sesshu.foundation.runs.worker import Worker, finish_all

app = typer.Typer(add_completion=False)
console = Console()


@app.command()
def work(
    *,
    until_idle: Annotated[bool, typer.Option(help="たまった分を終えたら止まる")] = False,
) -> None:
    """Work until the process is told to end; the chunk it is at is finished first."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    if until_idle:
        for municipality in sorted({place.municipality for place in places_served("jobs")}):
            finish_all(municipality)
        return
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.start()
    console.print("一括処理・文書・封印を受け持っています。止めるには Ctrl+C を押してください。")
    worker.join()
    console.print("区切りのよいところで止まりました。")
