"""Applications and completions of tests, always ahead of today: letters bear the day they are issued."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ledger_of_tests import CLERK, COLLEAGUE

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import today
from sesshu.foundation.second_person import Proposal
from sesshu.schedule import load
from sesshu.ward.letters import request_letters
from sesshu.ward.letters.application import Application, Stay, Vaccination
from sesshu.ward.letters.codes import Addressee, Applicant, Channel, StayReason
from sesshu.ward.letters.completion_reports import Completion, Scan

ON = today()
BORN = ON - timedelta(days=100)
OSAKA = Stay(
    municipality="271276",
    address="大阪府大阪市北区梅田一丁目1番1号",
    addressee_name="大阪市長",
    applicant_name="山田 太郎",
)
SCAN = Scan("image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 20)


def application(resident_id: int, **others: Any) -> Application:
    """A baby stays with the grandparents for a month, in four weeks; `stay` changes parts of the stay."""
    stay = replace(OSAKA, **others.pop("stay", {}))
    said: dict[str, Any] = {
        "resident_id": resident_id,
        "vaccinations": (Vaccination("HBV", 1),),
        "addressee": Addressee.MAYOR,
        "reason": StayReason.BIRTH_AT_PARENTS,
        "applicant": Applicant.GUARDIAN,
        "channel": Channel.COUNTER,
        "received_on": ON,
        "planned_from": ON + timedelta(days=28),
        "planned_until": ON + timedelta(days=58),
        "stay": stay,
    }
    return Application(**(said | others))


def applied(resident_id: int, **others: Any) -> Proposal:
    """The clerk applies for it."""
    return request_letters.apply(CLERK, application(resident_id, **others), ON, load.current())


def approved(proposal: Proposal, actor: Actor = COLLEAGUE) -> Proposal:
    """The colleague approves what is shown."""
    return second_person.approve(actor, proposal.pk, proposal.sha256)


def completion(**others: Any) -> Completion:
    """A child of Osaka was vaccinated here last week."""
    said: dict[str, Any] = {
        "municipality": "271276",
        "mayor": "大阪市長",
        "letter_number": "大保第123号",
        "letter_on": ON - timedelta(days=20),
        "name": "川口 みなと",
        "name_kana": "カワグチ ミナト",
        "birth_on": date(2026, 1, 5),
        "sex": "1",
        "address": "大阪府大阪市北区梅田一丁目1番1号",
        "series": "HBV",
        "dose": 2,
        "given_on": ON - timedelta(days=7),
        "vaccine_name": "ビームゲン",
        "lot": "Y123",
        "volume_ml": Decimal("0.25"),
        "provider_name": "三軒茶屋こども診療所",
        "doctor": "高橋",
    }
    return Completion(**(said | others))
