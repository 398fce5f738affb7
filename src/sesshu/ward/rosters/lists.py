"""Rosters taken out through the media ledger, as sheets: 台帳, 対象者, 未接種者 (R8, F14–F16)."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

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
from sesshu.ward.recall import privacy as recall
from sesshu.ward.recall.queries import round_of
from sesshu.ward.records import privacy as records
from sesshu.ward.residents import privacy as residents
from sesshu.ward.rosters.eligible import Eligible
from sesshu.ward.rosters.lines import Roster, in_a_sheet
from sesshu.ward.rosters.overdue import Overdue
from sesshu.ward.rosters.register import Register
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import privacy as vouchers
from sesshu.ward.vouchers.lists import issue_run_named

NUMBER = column("宛名番号", residents.FIELDS, "resident", "atena_number")
PERSON, DOSE = (residents.FIELDS, "resident_version"), (records.FIELDS, "dose")
PLACE = (records.FIELDS, "dose_particulars")
CANDIDATE = (vouchers.FIELDS, "issue_candidate")
OVERDUE = (recall.FIELDS, "recall_candidate")
NAMED = (
    NUMBER,
    column("氏名", *PERSON, "name"),
    column("フリガナ", *PERSON, "name_kana"),
    column("生年月日", *PERSON, "birth_on"),
)


def _rows(roster: Roster) -> Iterable[Row]:
    for line in roster.lines():
        yield Row(line.resident_id, [in_a_sheet(value) for value in line.values])


@take_out_list
class RegisterOfDoses(TakeOutList):
    """予防接種台帳 between two days."""

    kind: ClassVar = "register"
    title: ClassVar = "予防接種台帳"
    permission: ClassVar = Permission.REGISTER_VIEW
    columns: ClassVar = (
        column("接種年月日", *DOSE, "given_on"),
        NUMBER,
        column("氏名", *PERSON, "name"),
        column("性別", *PERSON, "sex"),
        column("生年月日", *PERSON, "birth_on"),
        column("住所", *PERSON, "address"),
        column("予防接種・回", *DOSE, "series"),
        column("ワクチン・製造番号", *DOSE, "lot"),
        column("接種量", *DOSE, "volume_ml"),
        column("医師名", *PLACE, "doctor"),
        column("実施した医療機関", *PLACE, "provider_name"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``from`` and ``until``, as YYYY-MM-DD, and a ``series`` or none."""
        asked = _register(given)
        return {
            "from": asked.from_on.isoformat(),
            "until": asked.until_on.isoformat(),
            "series": asked.series,
        }

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Between which days, of which series."""
        return list(_register(conditions).said)

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """A line for every dose."""
        return _rows(_register(conditions))


@take_out_list
class EligibleOfRun(TakeOutList):
    """対象者一覧表 of an issue run."""

    kind: ClassVar = "issue.eligible"
    title: ClassVar = "対象者一覧表"
    permission: ClassVar = Permission.ISSUE_RUN
    columns: ClassVar = (
        *NAMED,
        column("性別", *PERSON, "sex"),
        column("住所", *PERSON, "address"),
        column("予防接種", *CANDIDATE, "series"),
        column("回", *CANDIDATE, "dose"),
        column("受けられる期間", *CANDIDATE, "last_on"),
        column("券番号", vouchers.FIELDS, "voucher", "number"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``run`` of an issue run that this person may see."""
        return {"run": str(issue_run_named(given, account).id)}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which run."""
        return list(Eligible(issue_run_named(conditions)).said)

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """A line for every voucher."""
        return _rows(Eligible(issue_run_named(conditions)))


@take_out_list
class OverdueOfRound(TakeOutList):
    """未接種者一覧表 of a round of recall."""

    kind: ClassVar = "recall.overdue"
    title: ClassVar = "未接種者一覧表"
    permission: ClassVar = Permission.RECALL_RUN
    columns: ClassVar = (
        *NAMED,
        column("住所", *PERSON, "address"),
        column("予防接種", *OVERDUE, "series"),
        column("回", *OVERDUE, "dose"),
        column("受けられる最後の日", *OVERDUE, "last_on"),
        column("前回の通知", recall.FIELDS, "recall_step", "recorded_at"),
        column("通知の数", *OVERDUE, "attempt"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``round`` of a round of recall."""
        return {"round": str(_overdue(given).round.id)}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which round."""
        return list(_overdue(conditions).said)

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """A line for every person."""
        return _rows(_overdue(conditions))


def _register(given: Conditions) -> Register:
    series = given.get("series", "")
    if series and series not in rulebook_here().series:
        raise UnknownConditions(series)
    try:
        from_on, until_on = (date.fromisoformat(given.get(name, "")) for name in ("from", "until"))
    except ValueError as error:
        raise UnknownConditions("no days") from error
    return Register(from_on, until_on, series)


def _overdue(given: Conditions) -> Overdue:
    number = given.get("round", "")
    found = round_of(int(number)) if number.isascii() and number.isdigit() else None
    if found is None:
        raise UnknownConditions(number)
    return Overdue(found)
