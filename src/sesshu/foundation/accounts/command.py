"""``sesshu account``: what an operator of the server may do about accounts, each time in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sesshu.foundation import ledger, rights
from sesshu.foundation.accounts import enrolment, founding, lockout, queries, sign_in, slips
from sesshu.foundation.accounts.slips import NoOpenSlip, Slip
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import TOKYO, now
from sesshu.foundation.walls import Place, enter

JOBS = "jobs"
PURPOSE = "利用者の管理"

app = typer.Typer(no_args_is_help=True, add_completion=False)
console = Console()

Code = Annotated[str, typer.Argument(metavar="自治体コード", help="例: 131121")]
Name = Annotated[str, typer.Argument(metavar="利用者ID")]
System = Annotated[str, typer.Option(help="システム")]


@app.command(name="list")
def list_all(code: Code, system: System = "ward") -> None:
    """利用者の一覧を表示します。"""
    table = Table("職員番号", "利用者ID", "氏名", "所属", "担当", "状態")
    with enter(Place(code, system)):
        for line in queries.accounts(using=JOBS):
            duties = "・".join(duty.label for duty in line.duties)
            table.add_row(
                line.staff_number,
                line.login_id,
                line.display_name,
                line.department.label,
                duties,
                line.state,
            )
    console.print(table)


@app.command()
def unlock(code: Code, name: Name, system: System = "ward") -> None:
    """ログインの失敗の数を消して、すぐにログインできるようにします。"""
    login_id = sign_in.normalize_login_id(name)
    with enter(Place(code, system)):
        account_id = _account_id(login_id)
        with ledger.act(_operator("unlock"), "account.unlock", PURPOSE, JOBS) as entry:
            names = (login_id, enrolment.counted_as(login_id))
            cleared = any([lockout.clear(each, JOBS) for each in names])
            entry.detail(account=account_id, cleared=cleared)
    console.print("ロックを解除しました。" if cleared else "ロックされていません。")


@app.command()
def slip(code: Code, name: Name, system: System = "ward") -> None:
    """登録を待っている利用者の登録票を、新しいコードで印刷し直します。"""
    with enter(Place(code, system)):
        account_id = _account_id(sign_in.normalize_login_id(name))
        with _explained(NoOpenSlip, "この利用者には、使える登録票がありません。"):
            print_slips([slips.print_slip(_operator("slip"), account_id, now(), JOBS)])


@app.command()
def rescue(code: Code, name: Name, system: System = "ward") -> None:
    """利用者管理担当がほかに2人いないときだけ、本人確認のうえで登録をやり直します。"""
    with enter(Place(code, system)):
        account_id = _account_id(sign_in.normalize_login_id(name))
        enough = "ほかに利用者管理担当が2人います。画面で「登録票の再発行」を申請してください。"
        with _explained(founding.EnoughAdministrators, enough):
            print_slips([founding.rescue(_operator("rescue"), account_id, now())])


@app.command(name="rights")
def print_rights() -> None:
    """権限と担当の対応表を出力します（docs/rights.md）。"""
    typer.echo(rights.as_markdown(), nl=False)


def print_slips(printed: list[Slip]) -> None:
    """Show codes once; nobody can look them up again."""
    table = Table(
        "利用者ID", "氏名", "登録コード", "期限", title="登録票（この画面でしか見られません）"
    )
    for each in printed:
        until = each.expires_at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")
        table.add_row(each.login_id, each.display_name, each.code, until)
    console.print(table)


def _operator(act: str) -> Actor:
    return Actor.system(f"sesshu.account.{act}")


def _account_id(login_id: str) -> int:
    found = queries.account_id_of(login_id, JOBS)
    if found is None:
        console.print(f"[red]利用者ID {login_id} の利用者はいません。[/red]")
        raise typer.Exit(1)
    return found


@contextmanager
def _explained(error: type[Exception], message: str) -> Iterator[None]:
    try:
        yield
    except error as caught:
        console.print(f"[red]{message}[/red]")
        raise typer.Exit(1) from caught
