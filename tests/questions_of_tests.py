"""How many questions some work asks PostgreSQL: a page asks no more for fifty rows than for one."""

from collections.abc import Callable

from django.db import connections


def questions_of(work: Callable[[], object]) -> list[str]:
    """The statements of some work, in their order."""
    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connections["default"].execute_wrapper(count):
        work()
    return asked
