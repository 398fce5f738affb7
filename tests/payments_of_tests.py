"""Clinics' accounts for tests, entered by two people."""

from datetime import date

from clinic_files_of_tests import CLINIC
from ledger_of_tests import CLERK, COLLEAGUE
from refunds_of_tests import other_account

from sesshu.foundation import second_person
from sesshu.foundation.second_person import Proposal
from sesshu.ward.payments import payees
from sesshu.ward.payments.account import Account
from sesshu.ward.payments.payees import Payee

FROM = date(2026, 4, 1)
CLINICS_ACCOUNT = other_account(holder_kana="イ）サンゲンヂヤヤコドモシンリヨウジヨ")


def payee(
    provider: str = CLINIC, account: Account = CLINICS_ACCOUNT, valid_from: date = FROM
) -> Payee:
    """The clinic of tests is paid into its account."""
    return Payee(provider, account, valid_from)


def asked(entry: Payee | None = None) -> Proposal:
    """One person asks to enter an account."""
    return payees.propose(CLERK, entry or payee(), "口座振替依頼書のとおり")


def enter_payee(entry: Payee | None = None) -> None:
    """And another approves."""
    proposal = asked(entry)
    second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
