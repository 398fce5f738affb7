"""A small ward in which every page has something to show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from django.test import Client
from foundation.accounts.conftest import Person
from journeys.people import Staff, found_staff, token_of
from ward.residents.registry import file_of, person, take_in
from ward.residents.web.conftest import CHILD, PEOPLE, PROTECTED, id_of

from sesshu.foundation.accounts import administration, factors
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Stage, TotpSecret
from sesshu.foundation.accounts.web.cookies import cookie_name
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty

FAMILIES = [("髙橋", "タカハシ"), ("高木", "タカギ"), ("高島", "タカシマ"), ("高野", "タカノ")]
GIVEN = [
    ("さくら", "サクラ"), ("陽翔", "ハルト"), ("結衣", "ユイ"), ("蓮", "レン"), ("葵", "アオイ"),
    ("湊", "ミナト"), ("凛", "リン"), ("大和", "ヤマト"), ("芽依", "メイ"), ("朝陽", "アサヒ"),
    ("美月", "ミツキ"), ("悠真", "ユウマ"), ("花", "ハナ"), ("樹", "イツキ"), ("千代子", "チヨコ"),
]  # fmt: skip


@dataclass
class World:
    """Who and what the pages are visited as and about."""

    people: dict[str, Person]
    found: dict[str, object] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str, stage: Stage) -> str:
        """The session of somebody: one for all pages once signed in fully, else a new one."""
        account = self.people[who].account
        if stage is not Stage.FULL:
            return token_of(account, stage)
        return self.tokens.setdefault(who, token_of(account))

    def client(self, who: str) -> Client:
        """Django's browser with the same session."""
        client = Client()
        client.cookies[cookie_name()] = self.token(who, Stage.FULL)
        return client


def make_world(folder: Path) -> World:
    """People of every duty, a few hundred residents, and work that waits."""
    staff = found_staff()
    world = World(_people(staff))
    _residents(folder)
    _accounts(world, staff)
    _searched(world)
    return world


def _people(staff: Staff) -> dict[str, Person]:
    return {
        "administrator": staff.office.second,
        "entry": staff.somebody(Duty.ENTRY),
        "check": staff.somebody(Duty.CHECK),
        "guarded": staff.somebody(Duty.GUARDED),
        "runs": staff.somebody(Duty.RUNS),
        "auditor": staff.somebody(Duty.AUDIT),
        "newcomer": staff.somebody(Duty.ENTRY, enrolled=False),
    }


def _residents(folder: Path) -> None:
    take_in(file_of(folder / "full.csv", *PEOPLE, *_neighbors()))


def _neighbors() -> Iterator[dict[str, object]]:
    """Sixty namesakes, enough for a second page of a list."""
    for number, (family, given) in enumerate(product(FAMILIES, GIVEN), start=100):
        yield person(
            number,
            name=f"{family[0]}　{given[0]}",
            name_kana=f"{family[1]}　{given[1]}",
            household_number=f"{number:010}",
            birth_on=date(1950, 1, 1) + timedelta(days=397 * (number - 100)),
        )


def _accounts(world: World, staff: Staff) -> None:
    """Offers of an app that were not confirmed yet, and a proposal that waits."""
    newcomer, clerk = world.people["newcomer"].account, world.people["entry"].account
    factors.offer_totp(newcomer, "認証アプリ", now())
    factors.offer_totp(clerk, "予備の認証アプリ", now())
    person = NewPerson("00009001", "s9001", "新任 はじめ", Department.INFECTION)
    proposal = administration.propose_issue(
        staff.office.first.actor, person, [Duty.CHECK], "4月の異動のため", now()
    )
    confirmed = TotpSecret.objects.get(account=clerk, confirmed_at__isnull=False)
    world.found |= {
        "newcomer": newcomer.pk,
        "colleague": world.people["check"].account.pk,
        "proposal": proposal.pk,
        "factor": confirmed.pk,
    }


def _searched(world: World) -> None:
    """A child, somebody protected, and a search that found several people."""
    conditions = {"purpose": "counter", "kana": "タカ"}
    answer = world.client("entry").post("/131121/residents/", conditions)
    world.found |= {
        "child": id_of(CHILD),
        "protected": id_of(PROTECTED),
        "search": answer.url.rstrip("/").rpartition("/")[2],  # type: ignore[attr-defined]
    }
