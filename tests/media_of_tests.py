"""Files on their way out of the house: a list, people, a medium, a recipient; each step by its person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from sesshu.foundation import second_person
from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.media import handling, queries, registers
from sesshu.foundation.media.lists import (
    Column,
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    take_out_list,
)
from sesshu.foundation.media.models import TakeOut
from sesshu.foundation.media.queries import Entry
from sesshu.foundation.media.registers import Declared
from sesshu.foundation.media.requests import PURPOSE, Wanted, ask
from sesshu.foundation.media.states import Erasure, FileFormat, MediumKind, RecipientKind
from sesshu.kernel.periods import Period

LIST = "tests.people"
NAMES = ("山田　花子", "髙橋　葵", "=1+1")


@take_out_list
class People(TakeOutList):
    """As many residents as its condition says, the first with a number that begins with 0."""

    kind: ClassVar = LIST
    title: ClassVar = "試験の一覧"
    permission: ClassVar = Permission.RUN_START
    columns: ClassVar = (
        Column("宛名番号", "open"),
        Column("氏名", "personal"),
        Column("生年月日", "personal"),
        Column("回数", "sensitive"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        if not given.get("count", "").isdigit():
            raise UnknownConditions(str(given))
        return {"count": given["count"]}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        return [("人数", conditions["count"])]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        for number in range(1, int(conditions["count"]) + 1):
            name = NAMES[number % len(NAMES)]
            yield Row(number, (f"{number:010}", name, date(2024, 2, 29), number))


def declared(**others: object) -> Declared:
    """A printer who may be given the list of the tests on discs, for two people, for a year."""
    told = Declared(
        name="印刷株式会社",
        kind=RecipientKind.CONTRACTOR,
        work="通知の印刷",
        list_kinds=[LIST],
        medium_kind=MediumKind.OPTICAL_DISC,
        handlers_most=2,
        residents_most=100,
        contract=Period(today() - timedelta(days=30), today() + timedelta(days=335)),
    )
    return replace(told, **others)  # type: ignore[arg-type]


@dataclass
class Office:
    """Who asks, who approves, who carries; a medium and a recipient they use."""

    asker: Actor
    security: Actor
    list_kind: str = LIST
    medium: int = 0
    recipient: int = 0
    person: int = 0

    def __post_init__(self) -> None:
        by = self.security
        self.medium = registers.enter_medium(by, "M-001", MediumKind.OPTICAL_DISC, "印刷の委託")
        registers.name_carrier(by, self.medium, self.asker.account_id or 0)
        self.recipient = registers.enter_recipient(by, declared(list_kinds=[self.list_kind]))
        self.person = registers.name_person(by, self.recipient, "受取 一郎", "印刷責任者")

    def wanted(self, **others: object) -> Wanted:
        told = Wanted(
            list_kind=self.list_kind,
            conditions={"count": "3"},
            file_format=FileFormat.CSV,
            purpose="通知の印刷",
            legal_basis="委託契約第5条",
            recipient_id=self.recipient,
            medium_id=self.medium,
            due_on=today() + timedelta(days=14),
        )
        return replace(told, **others)  # type: ignore[arg-type]

    def asked(self, **others: object) -> int:
        return ask(self.asker, self.wanted(**others), now())

    def approve(self, take_out: int) -> None:
        proposal = TakeOut.objects.get(pk=take_out).proposal
        second_person.approve(self.security, proposal.pk, proposal.sha256, PURPOSE)

    def approved(self, **others: object) -> int:
        take_out = self.asked(**others)
        self.approve(take_out)
        return take_out

    def made(self, **others: object) -> int:
        take_out = self.approved(**others)
        handling.make(self.asker, take_out)
        return take_out

    def fetched(self, **others: object) -> int:
        take_out = self.made(**others)
        handling.download(self.asker, take_out)
        return take_out

    def handed_out(self, **others: object) -> int:
        take_out = self.fetched(**others)
        handling.hand_out(self.asker, take_out, self.person)
        return take_out

    def erased(self, **others: object) -> int:
        take_out = self.handed_out(**others)
        handling.erase(self.asker, take_out, Erasure.DESTROYED, "消去作業証明書 第12号")
        return take_out


def seen(take_out: int) -> Entry:
    """The entry of the ledger as it is now."""
    entry = queries.entry(take_out, now())
    assert entry is not None
    return entry
