"""The ``sesshu`` command. Each subcommand is imported when it is called, so that
``sesshu schedule …`` starts neither Django nor a database."""

import os
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# subcommand -> (module with a typer `app`, what it needs started, one line of help)
SUBCOMMANDS: dict[str, tuple[str, bool, str]] = {
    "schedule": ("sesshu.config.command_schedule", False, "接種の規則: 期間の計算・判定・手引き"),
    "migrate": ("sesshu.foundation.walls.command_migrate", True, "表をこの版に合わせる"),
    "db": ("sesshu.foundation.walls.command_db", True, "組込みデータベース: 起動・停止・状態"),
    "demo": ("sesshu.config.demo.command", True, "架空の区を作る・動かす"),
    "serve": ("sesshu.config.command_serve", True, "画面と一括処理を動かす"),
    "ledger": ("sesshu.foundation.ledger.command", True, "操作の記録: 封印・検証・書き出し"),
    "account": ("sesshu.foundation.accounts.command", True, "利用者: 一覧・ロックの解除・登録票"),
    "work": ("sesshu.foundation.runs.command_work", True, "一括処理・文書・封印を受け持つ"),
    "run": ("sesshu.foundation.runs.command", True, "一括処理の開始・状況・中止"),
    "post": ("sesshu.foundation.post.command", True, "システム間の文書の状況・再処理"),
    "backup": ("sesshu.foundation.backup.command", True, "自治体ひとつ分の控えを書き出す"),
    "restore": ("sesshu.foundation.backup.command_restore", True, "控えから自治体を復元する"),
    "key": ("sesshu.foundation.keys.command", True, "鍵: 控えの受取人・一覧・更新"),
    "municipality": ("sesshu.foundation.walls.command", True, "自治体の追加と一覧"),
}


class LazyGroup(TyperGroup):
    """A group whose subcommands are imported one at a time."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All subcommands, in the order of the table."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A stand-in with the line of help, enough to print the list."""
        if cmd_name not in SUBCOMMANDS:
            return None
        return TyperCommand(cmd_name, help=SUBCOMMANDS[cmd_name][2])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the module of the subcommand called and, if it works on the database, start Django first."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        if stand_in is None:
            return name, stand_in, rest
        module, needs_django, help_text = SUBCOMMANDS[str(stand_in.name)]
        if needs_django:
            _start_django()
        command = typer.main.get_command(import_module(module).app)
        command.name, command.help = stand_in.name, help_text
        return name, command, rest


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sesshu.config.settings")
    os.environ.setdefault("SESSHU_SYSTEM", "all")
    import django

    django.setup()


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local values may hold a person's data
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def sesshu() -> None:
    """接種: 自治体の予防接種事務のためのソフトウェア"""


def main() -> None:
    """Entry point of the ``sesshu`` command."""
    app()
