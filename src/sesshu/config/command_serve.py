"""``sesshu serve``: the portal of a ward and its worker."""

from typing import Annotated

import typer

from sesshu.config.serving import Portal, serve

app = typer.Typer(add_completion=False)


@app.command()
def portal(
    host: Annotated[str, typer.Option(help="待ち受けるアドレス")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="待ち受けるポート")] = 8131,
    threads: Annotated[int, typer.Option(help="同時に処理する要求の数")] = 16,
) -> None:
    """Serve until interrupted. TLS ends in front of it: see docs/runbooks/serve.md."""
    raise typer.Exit(serve(Portal(host=host, port=port, threads=threads)))
