"""A municipality begins: what kind it is, and its first two administrators (issue 2, Staff)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS

from sesshu.foundation import ledger
from sesshu.foundation.accounts import issuing, queries
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Environment
from sesshu.foundation.accounts.slips import Slip, print_slip
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty

PURPOSE = "自治体の作成"
RESCUE = "管理者の復旧"
OWNER = "owner"
JOBS = "jobs"
ADMINISTRATORS_MIN = 2

# For a ward that has not named its administrators yet. They issue accounts for named people, who then
# revoke these two (docs/runbooks/accounts.md).
UNNAMED = tuple(
    NewPerson(f"first-{n}", f"first-{n}", f"初期管理者{n}", Department.INFECTION) for n in (1, 2)
)


class EnoughAdministrators(Exception):
    """Two others can still help this person by the ordinary way, so nobody does it alone."""


def settle_environment(at: datetime, *, demo: bool) -> None:
    """Write what kind of municipality this schema holds, as its owner. A repeated call changes nothing."""
    environments = Environment.objects.using(OWNER)
    if not environments.exists():
        environments.create(demo=demo, founded_at=at)


def is_demo(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether this municipality was created as a demo; without the row it was not."""
    return Environment.objects.using(using).filter(demo=True).exists()


def first_slips(actor: Actor, at: datetime, people: Sequence[NewPerson] = UNNAMED) -> list[Slip]:
    """Accounts and printed slips of the first two administrators; nothing when there are accounts already.

    They are the only accounts without a second person: there is nobody yet. Raises NotIssued.
    """
    if len({person.staff_number for person in people}) != ADMINISTRATORS_MIN:
        raise issuing.NotIssued("最初の利用者管理担当は、別々の職員2人を指定してください。")
    if Account.objects.using(JOBS).exists():
        return []
    with ledger.act(actor, "account.first_issue", purpose=PURPOSE, using=JOBS) as entry:
        for person in people:
            issuing.refuse_unusable(person, JOBS)
        made = [issuing.issue(person, [Duty.ACCOUNTS], at, None, JOBS) for person in people]
        entry.detail(accounts=made)
    return [print_slip(actor, account_id, at, JOBS) for account_id in made]


def rescue(actor: Actor, account_id: int, at: datetime) -> Slip:
    """A new slip for an administrator whom no two others can help any more.

    Needs the operator's access to the server and leaves its own entry. Raises EnoughAdministrators.
    """
    with ledger.act(actor, "account.rescue", purpose=RESCUE, using=JOBS) as entry:
        if len(queries.able_administrators(JOBS) - {account_id}) >= ADMINISTRATORS_MIN:
            raise EnoughAdministrators("two other administrators can propose and approve")
        issuing.reenroll(account_id, at, None, JOBS)
        entry.detail(account=account_id)
    return print_slip(actor, account_id, at, JOBS)
