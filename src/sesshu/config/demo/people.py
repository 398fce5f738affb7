"""The demo's people as those who act."""

from sesshu.foundation.accounts.demo import TERMINAL, NobodyOfThatName
from sesshu.foundation.accounts.sign_in import account_named
from sesshu.foundation.acting import Actor


def actor_named(login_id: str) -> Actor:
    """The demo person with this sign-in name. Raises NobodyOfThatName."""
    account = account_named(login_id)
    if account is None:
        raise NobodyOfThatName(f"{login_id} という利用者IDはありません。")
    return Actor(account.pk, account.display_name, TERMINAL)
