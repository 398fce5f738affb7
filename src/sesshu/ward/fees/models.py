"""Tables of fees. What was told about a person is only ever added; the newest word about a span holds."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.authorship import Recorded
from sesshu.ward.clinics.models import Master
from sesshu.ward.records.models import Dose
from sesshu.ward.residents.models import Resident


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


class UnitPrice(Master):
    """契約単価 of a series by kind of contract and outcome, from one day until another (V011)."""

    contract = models.TextField("契約の種類")
    series = models.TextField("接種名称")
    product = models.TextField("ワクチンの種類", default="")
    outcome = models.TextField("実施結果")
    yen = models.IntegerField("単価")
    valid_from = models.DateField("適用の初日")
    valid_until = models.DateField("適用の末日", null=True)

    class Meta:
        app_label = "ward"
        db_table = "unit_price"
        verbose_name = "契約単価"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "place"], name="unit_price_once"),
            models.CheckConstraint(condition=Q(yen__gte=0), name="unit_price_is_no_debt"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="unit_price_ends_after_it_begins",
            ),
        ]


class Budget(Master):
    """What a series may cost in a fiscal year; the newest row of both holds (V109)."""

    fiscal_year = models.IntegerField("年度")
    series = models.TextField("接種名称")
    yen = models.BigIntegerField("予算額")

    class Meta:
        app_label = "ward"
        db_table = "budget"
        verbose_name = "委託料の予算"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "place"], name="budget_once"),
            models.CheckConstraint(condition=Q(yen__gte=0), name="budget_is_no_debt"),
        ]


class PaymentExclusion(Recorded):
    """支払対象外: that a dose is not paid for; the newest row holds, an empty cause takes it back."""

    dose = models.ForeignKey(Dose, models.PROTECT, verbose_name="接種")
    cause = models.TextField("理由", null=True)

    class Meta:
        app_label = "ward"
        db_table = "payment_exclusion"
        verbose_name = "支払対象外"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cause=None) | Q(cause__regex=r"\S"),
                name="payment_exclusion_has_a_cause",
            )
        ]


class ClinicClaim(Recorded):
    """請求書 of a clinic about its doses of a month; the newest holds (V101)."""

    provider_code = models.TextField("医療機関コード")
    month = models.DateField("接種の月")

    class Meta:
        app_label = "ward"
        db_table = "clinic_claim"
        verbose_name = "請求書"
        indexes: ClassVar = [
            models.Index(fields=["provider_code", "month", "-id"], name="claim_of_clinic")
        ]


class ClinicClaimLine(models.Model):
    """How many doses of a kind a claim names, and for how much together."""

    claim = models.ForeignKey(ClinicClaim, models.PROTECT, verbose_name="請求書")
    series = models.TextField("接種名称")
    outcome = models.TextField("実施結果")
    doses = models.IntegerField("件数")
    yen = models.IntegerField("金額")

    class Meta:
        app_label = "ward"
        db_table = "clinic_claim_line"
        verbose_name = "請求書の行"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "series", "outcome"], name="claim_line_once"),
            models.CheckConstraint(
                condition=Q(doses__gt=0, yen__gte=0), name="claim_line_is_positive"
            ),
        ]


class Settlement(models.Model):
    """What a clinic is paid for a month; the approved text is named, PostgreSQL writes the rest (R5).

    Of a 国保連 `provider_code` is its number, `month` that of its file, which stands in the place of a claim.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    provider_code = models.TextField("医療機関コード")
    month = models.DateField("接種の月")
    yen = models.IntegerField("支払額")
    claim = models.ForeignKey(ClinicClaim, models.PROTECT, null=True, verbose_name="請求書")
    claims_file = models.ForeignKey(
        "ClaimsFile", models.PROTECT, null=True, verbose_name="国保連の請求ファイル"
    )
    settled_at = models.DateTimeField("確定日時")

    class Meta:
        app_label = "ward"
        db_table = "settlement"
        verbose_name = "委託料の確定"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider_code", "month"], name="settlement_once"),
            models.CheckConstraint(
                condition=Q(claim=None) ^ Q(claims_file=None), name="settlement_has_one_claim"
            ),
        ]


class SettlementLine(models.Model):
    """Doses of one month, kind and price in a settlement; those of an earlier month are 過誤 (V103)."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, verbose_name="委託料の確定")
    month = models.DateField("接種の月")
    series = models.TextField("接種名称")
    outcome = models.TextField("実施結果")
    unit_yen = models.IntegerField("単価", null=True)
    charge_yen = models.IntegerField("自己負担", null=True)
    doses = models.IntegerField("件数")
    treatment = models.TextField("扱い")
    reason = models.TextField("返戻の理由", null=True)

    class Meta:
        app_label = "ward"
        db_table = "settlement_line"
        verbose_name = "委託料の内訳"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(treatment="returned", reason__regex=r"\S")
                | Q(
                    treatment__in=("paid", "adjusted"),
                    unit_yen__isnull=False,
                    charge_yen__isnull=False,
                ),
                name="settlement_line_is_priced_or_says_why_not",
            )
        ]


class SettledDose(models.Model):
    """That a dose was paid for (1) or taken back (-1), in turns; where it was given is not told here.

    `first_dose` is the first row of the dose, so that a correction of it makes no second dose to be paid.
    """

    dose = models.ForeignKey(Dose, models.PROTECT, verbose_name="接種")
    first_dose = models.ForeignKey(
        Dose, models.PROTECT, related_name="+", verbose_name="接種の最初の記録"
    )
    turn = models.IntegerField("何回目の支払・取戻しか")
    sign = models.IntegerField("支払・取戻し")
    unit_yen = models.IntegerField("単価")
    charge_yen = models.IntegerField("自己負担")
    claims_line = models.ForeignKey(
        "ClaimsLine", models.PROTECT, null=True, verbose_name="国保連の請求"
    )

    class Meta:
        app_label = "ward"
        db_table = "settled_dose"
        verbose_name = "支払った接種"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first_dose", "turn"], name="dose_is_settled_once"),
            models.CheckConstraint(
                condition=Q(turn__gt=0, sign=2 * (F("turn") % 2) - 1),
                name="dose_is_paid_and_taken_back_in_turns",
            ),
        ]
