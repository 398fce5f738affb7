"""一斉発行の印刷データ: the table an outside printer works from; it leaves by the media ledger (R8, V024)."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import connection

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.foundation.walls import current_place
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.residents import privacy as residents
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import privacy as vouchers
from sesshu.ward.vouchers import queries
from sesshu.ward.vouchers.codes import Step
from sesshu.ward.vouchers.queries import RunListed

SHEET, VOUCHER = (vouchers.FIELDS, "issue_sheet"), (vouchers.FIELDS, "voucher")
PERSON = (residents.FIELDS, "resident_version")
# Whoever was stopped or sheltered since is not among them; guarded people never are.
SHEETS = """
SELECT v.resident_id, v.number, v.dose, v.series, s.batch, s.page, s.envelope,
       p.name, p.name_kana, p.birth_on, p.mail_name, coalesce(p.mail_postal_code, p.postal_code),
       CASE WHEN p.mail_address IS NULL THEN p.address ELSE p.mail_address END,
       CASE WHEN p.mail_address IS NULL THEN p.building ELSE p.mail_building END
FROM issue_sheet s
JOIN voucher v ON v.candidate_id = s.candidate_id
JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident r ON r.id = v.resident_id
JOIN resident_version p ON p.id = s.version_id
WHERE s.issue_run_id = %s AND s.batch > 0 AND NOT s.is_guarded AND NOT r.is_guarded
  AND NOT EXISTS (SELECT FROM voucher_to_stop x WHERE x.voucher_id = v.id)
ORDER BY s.batch, s.page
"""


@take_out_list
class PrintTable(TakeOutList):
    """The sheets of a numbered run in the order of the post, a line each."""

    kind: ClassVar = "issue.print_table"
    title: ClassVar = "一斉発行の印刷データ"
    permission: ClassVar = Permission.ISSUE_RUN
    columns: ClassVar = (
        column("束", *SHEET, "batch"),
        column("ページ", *SHEET, "page"),
        column("封筒", *SHEET, "envelope"),
        column("券番号", *VOUCHER, "number"),
        column("OCRライン", *VOUCHER, "number"),
        column("接種名称", *VOUCHER, "series"),
        column("回", *VOUCHER, "dose"),
        column("氏名", *PERSON, "name"),
        column("カナ", *PERSON, "name_kana"),
        column("生年月日", *PERSON, "birth_on"),
        column("送付先氏名", *PERSON, "mail_name"),
        column("郵便番号", *PERSON, "postal_code"),
        column("住所", *PERSON, "address"),
        column("方書", *PERSON, "building"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``run`` of an issue run that has its numbers and is not posted yet."""
        run = issue_run_named(given, account)
        if run.step is not Step.NUMBERED:
            raise UnknownConditions(str(run.id))
        return {"run": str(run.id)}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which run."""
        run = issue_run_named(conditions)
        return [("一斉発行", f"{run.id}番（{run.name}）")]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """One line for each sheet that may be sent."""
        municipality, rulebook = current_place().municipality, rulebook_here()
        with connection.cursor() as cursor:
            cursor.execute(SHEETS, [issue_run_named(conditions).id])
            found = cursor.fetchall()
        for resident_id, number, dose, series, batch, page, envelope, *person in found:
            line = VoucherLine(VoucherKind.DOSE, dose, municipality, number).text
            name = rulebook.series[series].name
            yield Row(resident_id, (batch, page, envelope, number, line, name, dose, *person))


def _may_see(account: SignedIn, run: RunListed) -> bool:
    rulebook = rulebook_here()
    of_pregnancies = any(asks_for_pregnancy(series, rulebook) for series in run.series)
    return account.may(Permission.PREGNANCY) or not of_pregnancies


def issue_run_named(conditions: Conditions, account: SignedIn | None = None) -> RunListed:
    """The issue run of ``run``, which an account may see. Raises UnknownConditions."""
    number = conditions.get("run", "")
    seen = queries.issue_run(int(number)) if number.isascii() and number.isdigit() else None
    if seen is None or (account and not _may_see(account, seen[0])):
        raise UnknownConditions(number)
    return seen[0]
