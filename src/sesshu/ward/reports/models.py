"""Tables of the reports: what was asked for, the figures, and who signed them. Rows are only ever added."""

from typing import ClassVar

from django.db import models

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.authorship import Recorded


class Report(models.Model):
    """A report as its run began it: for whom, as of when, by which definition, query and law."""

    run_id = models.BigIntegerField("一括処理", unique=True)
    code = models.TextField("報告の種類")
    fiscal_year = models.IntegerField("年度")
    as_of = models.DateField("基準日")
    known_at = models.DateTimeField("データの日時")
    definition = models.TextField("定義")
    definition_sha256 = models.TextField("定義のハッシュ値")
    query = models.TextField("問合せ文")
    query_sha256 = models.TextField("問合せ文のハッシュ値")
    release = models.TextField("規則の版")
    recomputes = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, verbose_name="確かめた報告"
    )
    begun_at = models.DateTimeField("計算の開始日時")

    class Meta:
        app_label = "ward"
        db_table = "report"
        verbose_name = "報告"
        indexes: ClassVar = [
            models.Index(fields=["code", "fiscal_year", "-id"], name="report_of_kind_and_year")
        ]


class ReportPart(models.Model):
    """What one stretch of residents adds to a cell. The view `report_figure` sums them."""

    report = models.ForeignKey(Report, models.PROTECT, db_index=False, verbose_name="報告")
    part = models.IntegerField("区分の番号")
    table_code = models.TextField("表")
    line_code = models.TextField("行")
    column_code = models.TextField("列")
    count = models.BigIntegerField("数")

    class Meta:
        app_label = "ward"
        db_table = "report_part"
        verbose_name = "報告の内訳"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "table_code", "line_code", "column_code", "part"],
                name="report_part_once",
            ),
            models.CheckConstraint(
                condition=models.Q(count__gt=0), name="report_part_counts_somebody"
            ),
        ]


class ReportEnding(models.Model):
    """That all figures are there, and their hash, which the database computes. None is added afterwards."""

    report = models.OneToOneField(
        Report, models.PROTECT, primary_key=True, related_name="ending", verbose_name="報告"
    )
    figures = models.IntegerField("数値の数")
    figures_sha256 = models.TextField("数値のハッシュ値")
    ended_at = models.DateTimeField("計算の終了日時")

    class Meta:
        app_label = "ward"
        db_table = "report_ending"
        verbose_name = "報告の数値の確定"


class ReportSubmission(models.Model):
    """That a report was submitted to the head of section by a proposal."""

    report = models.ForeignKey(Report, models.PROTECT, verbose_name="報告")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+", verbose_name="申請")

    class Meta:
        app_label = "ward"
        db_table = "report_submission"
        verbose_name = "決裁に出した報告"


class ReportSignature(models.Model):
    """That a second person approved exactly these figures; who and when come from the proposal."""

    report = models.OneToOneField(
        Report, models.PROTECT, primary_key=True, related_name="signature", verbose_name="報告"
    )
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+", verbose_name="申請")
    figures_sha256 = models.TextField("承認した数値のハッシュ値")
    submitted_by_name = models.TextField("決裁に出した職員")
    signed_by_name = models.TextField("承認した職員")
    signed_at = models.DateTimeField("承認日時")

    class Meta:
        app_label = "ward"
        db_table = "report_signature"
        verbose_name = "報告の決裁"


class ReportPublication(Recorded):
    """The tables of a signed report as they were published; family, year and hash are PostgreSQL's to write.

    `replaces` names the publication whose place it takes, and `reason` says why.
    """

    report = models.OneToOneField(
        Report, models.PROTECT, primary_key=True, related_name="publication", verbose_name="報告"
    )
    family = models.TextField("同じ方々の報告の組")
    fiscal_year = models.IntegerField("年度")
    code = models.TextField("報告の種類")
    tables = models.TextField("公表した表")
    tables_sha256 = models.TextField("公表した表のハッシュ値")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="前の公表"
    )
    reason = models.TextField("差し替えた理由", null=True)

    class Meta:
        app_label = "ward"
        db_table = "report_publication"
        verbose_name = "報告の公表"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fiscal_year", "code"],
                condition=models.Q(replaces=None),
                name="report_published_first_once",
            ),
            models.CheckConstraint(
                condition=models.Q(replaces=None, reason=None)
                | models.Q(replaces__isnull=False, reason__regex=r"\S"),
                name="report_published_anew_says_why",
            ),
        ]
