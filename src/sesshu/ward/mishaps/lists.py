"""間違い接種報告書 as a file for the yearly report: it leaves by the media ledger alone (F27, V061, R8)."""

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
from sesshu.ward.mishaps import privacy
from sesshu.ward.mishaps.queries import decided
from sesshu.ward.records import privacy as records
from sesshu.ward.records.codes import Decision
from sesshu.ward.rulebooks.releases import rulebook_here

DOSE, DECISION = (records.FIELDS, "dose"), (privacy.FIELDS, "mishap_decision")


@take_out_list
class MishapReport(TakeOutList):
    """What two people found to be a mistake in a fiscal year, in the order of the days; nobody's name."""

    kind: ClassVar = "mishap.report"
    title: ClassVar = "間違い接種報告書"
    permission: ClassVar = Permission.DOSE_CORRECT
    columns: ClassVar = (
        column("接種日", *DOSE, "given_on"),
        column("接種名称", *DOSE, "series"),
        column("ワクチン名", *DOSE, "vaccine_name"),
        column("ロット番号", *DOSE, "lot"),
        column("態様の番号", *DECISION, "error_class"),
        column("態様", *DECISION, "error_class"),
        column("回数の扱い", *DECISION, "counts"),
        column("対応", *DECISION, "measure"),
        column("速やかに報告", *DECISION, "is_urgent"),
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
        """A line for each decision that it was a mistake."""
        rulebook = rulebook_here()
        for dose, decision, error_class in decided(int(conditions["year"])):
            series = rulebook.series.get(dose.series)
            yield Row(
                dose.resident_id,
                (
                    dose.given_on,
                    series.name if series else dose.series,
                    dose.vaccine_name or "",
                    dose.lot or "",
                    error_class.value,
                    error_class.ja,
                    Decision(decision.counts).label,
                    decision.measure,
                    "する" if decision.is_urgent else "しない",
                ),
            )
