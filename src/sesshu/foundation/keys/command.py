"""``sesshu key``: recipients of backups, and the keys of a municipality by number."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sesshu.foundation import keys
from sesshu.foundation.keys.identities import new_identity_text, public_name
from sesshu.foundation.keys.store import PUBLIC, Keyring, keys_directory, place_once
from sesshu.foundation.walls import Place

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()
RENEWALS = {
    "sign-ledger": lambda place: keys.new_signing_key(place, "ledger"),
    "sign-post": lambda place: keys.new_signing_key(place, "post"),
    "open-post": lambda place: keys.new_identity(place, "post"),
    "secrets-at-rest": keys.new_secret_box_key,
}


@app.command()
def identity(file: Annotated[Path, typer.Argument(help="新しく作る鍵ファイル")]) -> None:
    """Make the key of one recipient of backups, for a medium that is locked away; print its public name."""
    if file.exists():
        raise typer.BadParameter(f"{file} はもうあります。")
    secret = new_identity_text()
    place_once(file, f"# public key: {public_name(secret)}\n{secret}\n")
    console.print(f"受取人: {public_name(secret)}", soft_wrap=True)
    console.print(f"{file} は、この人だけが開ける場所に保管してください。")


@app.command(name="list")
def list_keys(code: Annotated[str, typer.Argument(help="全国地方公共団体コード（6桁）")]) -> None:
    """The keys of a municipality: purpose, numbers, and what is public of the one in use."""
    table = Table("システム", "用途", "番号", "公開されている部分")
    for directory in sorted(
        each for each in (keys_directory() / code).glob("*/*") if each.is_dir()
    ):
        ring = Keyring(Place(code, directory.parent.name), directory.name)
        public = ring.numbers(PUBLIC)
        table.add_row(
            ring.place.system,
            ring.purpose,
            "、".join(str(number) for number in ring.numbers()),
            ring.read(public[-1], PUBLIC).strip() if public else "なし",
        )
    console.print(table)


@app.command()
def renew(code: str, system: str, purpose: str) -> None:
    """Change to a new key; what was signed or encrypted under an old one stays readable."""
    if purpose not in RENEWALS:
        raise typer.BadParameter(f"用途は {'、'.join(RENEWALS)} のどれかです。")
    RENEWALS[purpose](Place(code, system))
    console.print(f"{code} {system} の {purpose} を新しい鍵に替えました。古い鍵も残っています。")
