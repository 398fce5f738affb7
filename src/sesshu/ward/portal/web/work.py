"""What waits for a person, by their rights: one line per kind of work, the second person's first."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sesshu.foundation import second_person
from sesshu.foundation.accounts.administration import Kind as AccountKind
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission


@dataclass(frozen=True, slots=True)
class Queue:
    """Proposals that whoever holds a right decides on, and the page that lists them."""

    permission: Permission
    label: str
    url_name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as one person finds it: ``count`` for them to decide, ``own`` that others must."""

    label: str
    url: str
    count: int
    own: int


QUEUES = (
    Queue(
        Permission.ACCOUNT_APPROVE,
        "利用者の申請の確認",
        "account-proposals",
        tuple(map(str, AccountKind)),
    ),
)


def waiting_for(account: SignedIn, municipality: str, at: datetime) -> list[Waiting]:
    """The queues this person decides on, in the order of the menu."""
    return [
        _counted(queue, account, municipality, at)
        for queue in QUEUES
        if account.may(queue.permission)
    ]


def _counted(queue: Queue, account: SignedIn, municipality: str, at: datetime) -> Waiting:
    everything = second_person.count_waiting(at, queue.kinds)
    own = second_person.count_waiting(at, queue.kinds, made_by=account.id)
    url = reverse(queue.url_name, kwargs={"municipality": municipality})
    return Waiting(queue.label, url, everything - own, own)
