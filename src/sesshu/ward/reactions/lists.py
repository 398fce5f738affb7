"""副反応疑い管理簿 as a file: it leaves by the media ledger alone (F26, R8)."""

from collections.abc import Iterable
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
from sesshu.ward.reactions import privacy, queries
from sesshu.ward.reactions.codes import CourseTaken, HandedTo, Severity, ToldBy
from sesshu.ward.records import privacy as records
from sesshu.ward.residents import privacy as residents
from sesshu.ward.rulebooks.releases import rulebook_here

REPORT, DOSE = (privacy.FIELDS, "reaction_report"), (records.FIELDS, "dose")
FORWARDED = (privacy.FIELDS, "reaction_forwarding")


@take_out_list
class ReactionRegister(TakeOutList):
    """The reports received in a fiscal year, in the order they came; without name or place."""

    kind: ClassVar = "reaction.register"
    title: ClassVar = "副反応疑い管理簿"
    permission: ClassVar = Permission.REACTION_RECORD
    columns: ClassVar = (
        column("受付日", *REPORT, "received_on"),
        column("宛名番号", residents.FIELDS, "resident", "atena_number"),
        column("接種名称", *DOSE, "series"),
        column("接種日", *DOSE, "given_on"),
        column("ロット番号", *DOSE, "lot"),
        column("症状", *REPORT, "symptom"),
        column("発生日", *REPORT, "onset_on"),
        column("重さ", *REPORT, "severity"),
        column("転帰", *REPORT, "course"),
        column("届いた方法", *REPORT, "told_by"),
        column("都道府県への送付", *FORWARDED, "handed_on"),
        column("PMDAへの送付", *FORWARDED, "handed_on"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``year``: a fiscal year."""
        year = given.get("year", "")
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise UnknownConditions(year)
        return {"year": year}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which year."""
        return [("年度", f"{conditions['year']}年度")]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """A line for each report that stands."""
        rulebook = rulebook_here()
        for each in queries.register(int(conditions["year"])):
            series = rulebook.series.get(each.dose.series)
            yield Row(
                each.dose.resident_id,
                (
                    each.report.received_on,
                    each.subject.atena_number,
                    series.name if series else each.dose.series,
                    each.dose.given_on,
                    each.dose.lot or "",
                    each.symptom,
                    each.report.onset_on,
                    Severity(each.report.severity).label,
                    CourseTaken(each.report.course).label,
                    ToldBy(each.report.told_by).label,
                    each.handed_on.get(HandedTo.PREFECTURE, ""),
                    each.handed_on.get(HandedTo.PMDA, ""),
                ),
            )
