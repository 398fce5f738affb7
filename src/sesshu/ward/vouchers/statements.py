"""Writing rows, with what PostgreSQL refuses in the words of the clerk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation.constraints import situations_by_constraint
from sesshu.ward.vouchers.situations import (
    AlreadyIssued,
    AlreadyUsed,
    AlreadyVoid,
    LettersToStop,
    ListChanged,
    NotIssued,
    PregnancyOver,
    ReturnSettled,
    WrongStep,
)

SITUATIONS: Mapping[str, type[NotIssued]] = {
    "voucher_once_a_dose": AlreadyIssued,
    "voucher_pregnancy_goes_on": PregnancyOver,
    "voucher_was_not_used": AlreadyUsed,
    "voucher_void_pkey": AlreadyVoid,
    "voucher_return_is_settled_once": ReturnSettled,
    "issue_step_in_its_order": WrongStep,
    "issue_step_once": WrongStep,
    "issue_run_was_approved": ListChanged,
    "issue_run_posts_nothing_to_stop": LettersToStop,
}


def write(
    statement: str, values: Sequence[Any], using: str = DEFAULT_DB_ALIAS
) -> list[tuple[Any, ...]]:
    """Execute a statement; the rows it returns. Raises what `SITUATIONS` names."""
    with situations_by_constraint(SITUATIONS), connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
