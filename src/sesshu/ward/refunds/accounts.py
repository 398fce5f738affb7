"""振込先: read through doors of the database that close when the work is done; erased in its time (D13)."""

from datetime import date, timedelta

from django.db import connection, connections

from sesshu.foundation.walls import current_place
from sesshu.ward.payments.account import Account, AccountKind
from sesshu.ward.refunds.practice import practice_of
from sesshu.ward.residents.guarded import GUARDED

JOBS = "jobs"
ERASURE = "refunds.erase_accounts"
PURPOSE = "償還払いの振込先の消去"
TO_CHECK = "SELECT * FROM refund_account_to_check(%s)"
GUARDED_ACCOUNT = "SELECT * FROM guarded_refund_account(%s)"
TO_PAY = "SELECT * FROM refund_accounts_to_pay(%s)"
ERASE = "SELECT erase_refund_accounts(%s)"


def account_to_check(application_id: int) -> Account | None:
    """The account of an application that is not decided; None once it is, or once it is erased."""
    with connection.cursor() as cursor:
        cursor.execute(TO_CHECK, [application_id])
        row = cursor.fetchone()
    return None if row is None else account_of(*row)


def guarded_account(application_id: int) -> Account | None:
    """The account of somebody guarded, for their desk: until it is refused or paid; None afterwards."""
    with connections[GUARDED].cursor() as cursor:
        cursor.execute(GUARDED_ACCOUNT, [application_id])
        row = cursor.fetchone()
    return None if row is None else account_of(*row)


def accounts_to_pay(list_id: int) -> dict[int, Account]:
    """The accounts of the lines of a list that are not paid yet, by decision."""
    with connection.cursor() as cursor:
        cursor.execute(TO_PAY, [list_id])
        return {decision: account_of(*rest) for decision, *rest in cursor.fetchall()}


def erase_accounts(on: date) -> int:
    """Erase the accounts that were kept long enough as of a day; how many.

    Of a ward that named no time, none.
    """
    kept_days = practice_of(current_place().municipality).kept_days_on(on)
    if kept_days is None:
        return 0
    with connections[JOBS].cursor() as cursor:
        cursor.execute(ERASE, [on - timedelta(days=kept_days)])
        [erased] = cursor.fetchone() or [0]
    return int(erased)


def account_of(
    bank_code: str, branch_code: str, kind: str, number: str, holder_kana: str
) -> Account:
    """An account as a door of the database shows it."""
    return Account(
        bank_code=bank_code,
        branch_code=branch_code,
        kind=AccountKind(kind),
        number=number,
        holder_kana=holder_kana,
    )
