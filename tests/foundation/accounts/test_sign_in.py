"""Signing in with two factors (R1); refusals are in the ledger (R4)."""

from datetime import datetime, timedelta

from django.db import connections

from sesshu.foundation.accounts import sessions, sign_in
from sesshu.foundation.accounts.models import Session, Stage

from .conftest import PASSWORD, TERMINAL, Person, SignIn


def ledger_rows(action: str) -> list[tuple[str, str | None, dict[str, object]]]:
    """Kind, reason and details of the entries of one action, as an auditor reads them."""
    with connections["audit"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, reason, details FROM ledger_entry WHERE action = %s ORDER BY id", [action]
        )
        return cursor.fetchall()


def test_password_and_code_together_open_a_session(
    clerk: Person, at: datetime, sign_in_fully: SignIn
) -> None:
    opened = sign_in_fully(clerk, at + timedelta(minutes=5))
    found = sessions.find(opened.token, at + timedelta(minutes=6))
    assert found is not None
    assert (found.account_id, found.stage) == (clerk.account.pk, Stage.FULL)
    assert sessions.ends_at(found) == at + timedelta(minutes=35)


def test_a_password_alone_opens_nothing_but_the_second_step(clerk: Person, at: datetime) -> None:
    half = sign_in.check_password(clerk.account.login_id, PASSWORD, at, TERMINAL)
    assert half.session.stage == Stage.PASSWORD
    assert half.session.expires_at == at + timedelta(minutes=15)
    assert (
        Session.objects.filter(account=clerk.account, stage=Stage.FULL, ended_at=None).count() == 1
    )
