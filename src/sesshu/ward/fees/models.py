"""Tables of fees. What was told about a person is only ever added; the newest word about a span holds."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sesshu.ward.residents.models import Resident
from sesshu.ward.vouchers.models import Recorded


class WelfareFile(models.Model):
    """A monthly file of the welfare office that was taken in."""

    file_id = models.TextField("ファイルID", unique=True)
    sha256 = models.TextField("ハッシュ値", unique=True)
    month = models.DateField("対象の月")
    created_at = models.DateTimeField("作成日時")
    row_count = models.IntegerField("行数（制御行）")
    run_id = models.BigIntegerField("一括処理", unique=True)
    registered_at = models.DateTimeField("受付日時")

    class Meta:
        app_label = "ward"
        db_table = "welfare_file"
        verbose_name = "生活保護のファイル"


class WelfareStatus(models.Model):
    """What one row of a file says: that somebody receives help from a day until another (both inclusive)."""

    file = models.ForeignKey(WelfareFile, models.PROTECT, verbose_name="生活保護のファイル")
    line_number = models.IntegerField("行番号")
    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    ground = models.TextField("区分")
    valid_from = models.DateField("開始日")
    valid_until = models.DateField("終了日", null=True)
    is_revoked = models.BooleanField("取消")

    class Meta:
        app_label = "ward"
        db_table = "welfare_status"
        verbose_name = "生活保護の受給"
        indexes: ClassVar = [
            models.Index(
                fields=["resident", "ground", "valid_from", "-id"], name="welfare_of_resident"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line_number"], name="welfare_status_once"),
            models.CheckConstraint(
                condition=Q(ground__in=("welfare", "remigrant")), name="welfare_ground_is_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="welfare_ends_after_it_begins",
            ),
        ]


class WelfareRejectedRow(models.Model):
    """A row that could not be used, kept until it was put right and taken in."""

    file = models.ForeignKey(WelfareFile, models.PROTECT, verbose_name="生活保護のファイル")
    line_number = models.IntegerField("行番号")
    raw = models.TextField("元の行")
    faults = models.JSONField("誤り")
    corrected = models.TextField("直した行", null=True)
    corrected_by = models.BigIntegerField("直した職員", null=True)
    settled_at = models.DateTimeField("取り込んだ日時", null=True)

    class Meta:
        app_label = "ward"
        db_table = "welfare_rejected_row"
        verbose_name = "生活保護のファイルの取り込めない行"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "line_number"], name="welfare_rejected_once")
        ]


class TaxStatus(Recorded):
    """課税区分 of a resident's household in a fiscal year, from its certificate; the newest holds."""

    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    fiscal_year = models.IntegerField("年度")
    tax_class = models.TextField("課税区分")

    class Meta:
        app_label = "ward"
        db_table = "tax_status"
        verbose_name = "課税区分"
        indexes: ClassVar = [
            models.Index(fields=["resident", "fiscal_year", "-id"], name="tax_of_resident")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tax_class__in=("1", "2", "3", "4")), name="tax_class_is_known"
            )
        ]
