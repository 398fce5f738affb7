"""A small ward in which every page has something to show."""

from dataclasses import dataclass

from foundation.accounts.conftest import Person
from journeys.people import Staff, found_staff

from sesshu.foundation.accounts import administration, factors
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import TotpSecret
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty


@dataclass
class World:
    """Who and what the pages are visited as and about."""

    people: dict[str, Person]
    numbers: dict[str, int]


def make_world() -> World:
    """People of every duty, a proposal, and somebody who has not enrolled yet."""
    staff = found_staff()
    people = {
        "administrator": staff.office.second,
        "entry": staff.somebody(Duty.ENTRY),
        "check": staff.somebody(Duty.CHECK),
        "guarded": staff.somebody(Duty.GUARDED),
        "runs": staff.somebody(Duty.RUNS),
        "auditor": staff.somebody(Duty.AUDIT),
        "newcomer": staff.somebody(Duty.ENTRY, enrolled=False),
    }
    factors.offer_totp(people["newcomer"].account, "認証アプリ", now())
    factors.offer_totp(people["entry"].account, "予備の認証アプリ", now())
    return World(people, _numbers(staff, people))


def _numbers(staff: Staff, people: dict[str, Person]) -> dict[str, int]:
    newcomer = NewPerson("00009001", "s9001", "新任 はじめ", Department.INFECTION)
    proposal = administration.propose_issue(
        staff.office.first.actor, newcomer, [Duty.CHECK], "4月の異動のため", now()
    )
    return {
        "account_id": people["newcomer"].account.pk,
        "enrolled_id": people["check"].account.pk,
        "proposal_id": proposal.pk,
        "factor_id": TotpSecret.objects.get(
            account=people["entry"].account, confirmed_at__isnull=False
        ).pk,
    }
