"""What is paid to clinics and back to people, for the pages that show it."""

from datetime import date
from pathlib import Path

from claims_of_tests import claim_for, given, taken
from claims_of_tests import proposed as ask_to_settle
from claims_of_tests import settle as settle_file
from clinic_files_of_tests import CLINIC
from doses_of_tests import BORN, mr1, record
from fees_of_tests import take_welfare, welfare_file
from journeys.visited import World
from ledger_of_tests import CLERK
from letters_of_tests import BORN as HUNDRED_DAYS_AGO
from letters_of_tests import ON
from letters_of_tests import application as letter_asked
from payments_of_tests import enter_payee, payee
from refunds_of_tests import application, other_account, taken_in, under_a_letter
from refunds_of_tests import decided as paid_back
from refunds_of_tests import proposed as handed_on
from residents_of_tests import add_resident, shelter
from settlements_of_tests import APRIL, MAY, MR1, UNIT, claim, enter_prices, price, settle
from ward.payments.test_returned import NO_ACCOUNT, sent_back, transfers

from sesshu.foundation.clock import today
from sesshu.schedule import load
from sesshu.ward.federation.models import ClaimsLine
from sesshu.ward.fees import prices
from sesshu.ward.fees.queries import rejected_rows
from sesshu.ward.letters.queries import letters_of
from sesshu.ward.letters.request_letters import apply as ask_letter
from sesshu.ward.payments.operations import make_list as make_clinic_list
from sesshu.ward.refunds.account_changes import propose
from sesshu.ward.refunds.cases import considered
from sesshu.ward.refunds.evidence import evidence_of
from sesshu.ward.refunds.models import RefundApplication
from sesshu.ward.refunds.operations import make_list, propose_decision, take_in
from sesshu.ward.residents.sides import GUARDED
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.render import render_line

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 13)


def add_fees(world: World, folder: Path) -> None:
    """A welfare file with a row to put right; a settled month, a claim that differs, and texts that wait."""
    nobody = "0999999999,1,2026-10-10,,0"
    file, _ = take_welfare(welfare_file(folder / "W1.csv", nobody))
    enter_prices(price())
    claim(1)
    settle({MR1: "予診票が1枚足りません"})
    clinic_list = _paid_clinic(world, folder)
    _add_claims(world, folder)
    claim(2, month=MAY)
    waiting = prices.propose(world.people["fees"].actor, [price(yen=12_000)], "契約の変更")
    world.found |= {
        "welfare_file": file.pk,
        "welfare_row": rejected_rows(file.pk)[0].pk,
        "price": waiting.pk,
        "clinic_list": clinic_list,
        "settled_month": f"{APRIL:%Y-%m}",
        "claimed_month": f"{MAY:%Y-%m}",
    }


def _paid_clinic(world: World, folder: Path) -> int:
    """Two payment lists of another month of the clinic: the bank could not pay the first."""
    enter_payee()
    _month_of_one(JUNE, "9900000091")
    failed = make_clinic_list(world.people["fees"].actor, today())
    told = transfers("payments.transfers", failed)
    sent_back(folder, told, {CLINIC: NO_ACCOUNT})
    world.found["failed_list"] = failed
    enter_payee(payee(account=other_account(number="7654321"), valid_from=today()))
    return make_clinic_list(world.people["fees"].actor, today())


def _month_of_one(month: date, atena_number: str) -> None:
    """A month of the clinic with one dose, fixed by two people."""
    record(mr1(add_resident(BORN, atena_number=atena_number), month))
    claim(1, month=month)
    settle(month=month)


def _add_claims(world: World, folder: Path) -> None:
    """A file of the 国保連 that is settled, and one with lines to return and to put right that waits."""
    for number in (1, 2):
        given(number, JULY, f"99000001{number:02}")
    settled = taken(
        folder, claim_for(1, JULY), claim_for(3, JULY), month=JULY.replace(day=1), name="C1"
    )
    settle_file(settled)
    no_such_day = render_line(claim_for(2, JULY), layout_of(JULY)).replace(
        "2026-07-13", "2026-07-32"
    )
    lines = (claim_for(1, JULY, yen=1), claim_for(2, JULY), no_such_day)
    file = taken(folder, *lines, month=date(2026, 8, 1), name="C2", yen=UNIT)
    returned, _, faulty = ClaimsLine.objects.filter(file=file).order_by("line_number")
    world.found |= {
        "claims_settled": settled.pk,
        "claims_file": file.pk,
        "claims_line": returned.pk,
        "claims_faulty": faulty.pk,
        "claims_waiting": ask_to_settle(file).pk,
    }


def add_refunds(world: World) -> None:
    """An application that was taken in, one that waits, one decided and in a payment list."""
    newborn, other = (
        add_resident(
            HUNDRED_DAYS_AGO,
            atena_number=f"99000000{number:02}",
            address="東京都世田谷区三軒茶屋二丁目14番22号",
        )
        for number in range(2)
    )
    dose = under_a_letter(newborn)
    taken, waiting = (taken_in(dose) for _ in range(2))
    decision = paid_back(taken_in(under_a_letter(other)))
    world.found |= {
        "newborn": newborn,
        "refund_dose": dose.id,
        "refund": taken.pk,
        "refund_waiting": handed_on(waiting).pk,
        "refund_decided": decision.application_id,
        "refund_account_waiting": propose(
            world.people["runs"].actor, waiting.pk, other_account(number="7654321"), "読み違い"
        ).pk,
        "payment_list": make_list(world.people["runs"].actor, ON),
    }
    _add_guarded_refunds(world)


def _add_guarded_refunds(world: World) -> None:
    """Of somebody sheltered: one that was taken in, one whose account and decision wait, one decided."""
    hidden = add_resident(HUNDRED_DAYS_AGO, atena_number="9900000002")
    dose, taker = under_a_letter(hidden), world.people["guarded"].actor
    decision = paid_back(taken_in(dose))
    shelter(hidden)
    taken, waiting = (
        RefundApplication.objects.get(pk=take_in(taker, application(dose), GUARDED))
        for _ in range(2)
    )
    found = considered(waiting).proposed
    assert found
    changed = propose(CLERK, waiting.pk, other_account(number="7654321"), "読み違い", GUARDED)
    handed = propose_decision(CLERK, waiting.pk, found, None, "", GUARDED)
    [letter] = letters_of(hidden)
    asked = ask_letter(CLERK, letter_asked(hidden), ON, load.current(), GUARDED)
    world.found |= {
        "hidden": hidden,
        "guarded_letter": letter.id,
        "guarded_letter_waiting": asked.pk,
        "guarded_refund_dose": dose.id,
        "guarded_refund": taken.pk,
        "guarded_refund_waiting": handed.pk,
        "guarded_refund_decided": decision.application_id,
        "guarded_account_waiting": changed.pk,
        "guarded_refund_paper": evidence_of(taken)[0].pk,
    }
