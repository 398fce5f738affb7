"""Tables of claims files. Every line is kept; a line of somebody guarded lies behind the wall (D3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sesshu.ward.authorship import Recorded
from sesshu.ward.fees.models import Settlement
from sesshu.ward.records.models import Dose
from sesshu.ward.residents.models import Resident


class ClaimsFile(models.Model):
    """A file of a 国保連; the newest of a month holds until the month is settled."""

    file_id = models.TextField("ファイルID", unique=True)
    sha256 = models.TextField("ハッシュ値", unique=True)
    federation = models.TextField("国保連の番号")
    month = models.DateField("請求の月")
    created_at = models.DateTimeField("作成日時")
    stated_rows = models.IntegerField("行数（制御行）")
    stated_yen = models.BigIntegerField("請求額（制御行）")
    run_id = models.BigIntegerField("一括処理", unique=True)
    registered_at = models.DateTimeField("受付日時")

    class Meta:
        app_label = "ward"
        db_table = "claims_file"
        verbose_name = "国保連の請求ファイル"
        indexes: ClassVar = [
            models.Index(fields=["federation", "month", "-id"], name="claims_file_of_month")
        ]


class ClaimsLine(models.Model):
    """A line of a file. `text` is there only while the line is about nobody who is guarded.

    `dose` is the first row of the dose that the line was found to be about as it was taken in.
    """

    file = models.ForeignKey(ClaimsFile, models.PROTECT, verbose_name="国保連の請求ファイル")
    line_number = models.IntegerField("行番号")
    claim_number = models.TextField("明細番号", null=True)
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, verbose_name="住民")
    dose = models.ForeignKey(Dose, models.PROTECT, null=True, related_name="+", verbose_name="接種")
    text = models.TextField("元の行", null=True)
    state = models.TextField("状態")
    faults = models.JSONField("誤り")
    corrected = models.TextField("直した行", null=True)
    corrected_by = models.BigIntegerField("直した職員", null=True)

    class Meta:
        app_label = "ward"
        db_table = "claims_line"
        verbose_name = "国保連の請求"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line_number"], name="claims_line_once"),
            models.CheckConstraint(
                condition=Q(state__in=("read", "faulty", "guarded")),
                name="claims_line_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="guarded")
                | Q(text=None, corrected=None, resident=None, dose=None, faults=[]),
                name="claims_line_of_the_guarded_tells_nothing",
            ),
        ]


class GuardedClaimsLine(models.Model):
    """The line of somebody guarded, which tells where they were: the guarded zone alone reads it."""

    line = models.OneToOneField(
        ClaimsLine, models.PROTECT, primary_key=True, verbose_name="国保連の請求"
    )
    text = models.TextField("元の行")

    class Meta:
        app_label = "ward"
        db_table = "guarded_claims_line"
        verbose_name = "担当課対応の国保連の請求"


class ClaimsReturn(Recorded):
    """That a clerk returns a line, and why; the newest row holds, an empty cause takes it back."""

    line = models.ForeignKey(ClaimsLine, models.PROTECT, verbose_name="国保連の請求")
    cause = models.TextField("返戻の理由", null=True)

    class Meta:
        app_label = "ward"
        db_table = "claims_return"
        verbose_name = "国保連の請求の返戻"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cause=None) | Q(cause__regex=r"\S"),
                name="claims_return_has_a_cause",
            )
        ]


class ClaimsOutcome(models.Model):
    """What a settlement did with a line: paid or returned it, or took back what was paid by it (過誤)."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, verbose_name="委託料の確定")
    line = models.ForeignKey(ClaimsLine, models.PROTECT, verbose_name="国保連の請求")
    treatment = models.TextField("扱い")
    finding = models.TextField("理由の区分", null=True)
    cause = models.TextField("理由", null=True)
    yen = models.IntegerField("金額")

    class Meta:
        app_label = "ward"
        db_table = "claims_outcome"
        verbose_name = "国保連の請求の結果"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "treatment"], name="claims_outcome_once"),
            models.CheckConstraint(
                condition=Q(treatment="paid", finding=None, yen__gte=0)
                | Q(treatment="returned", finding__isnull=False, yen=0)
                | Q(treatment="adjusted", yen__lte=0),
                name="claims_outcome_is_whole",
            ),
        ]
