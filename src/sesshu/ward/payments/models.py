"""Tables of payments to clinics: two people agree on an account, PostgreSQL fills a list (V105, R5)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sesshu.ward.clinics.models import Master
from sesshu.ward.fees.models import Settlement


class ClinicPayee(Master):
    """The bank account of a clinic from one day until another (both inclusive)."""

    provider_code = models.TextField("医療機関コード")
    bank_code = models.TextField("金融機関コード")
    branch_code = models.TextField("支店コード")
    kind = models.TextField("預金種目")
    number = models.TextField("口座番号")
    holder_kana = models.TextField("口座名義カナ")
    valid_from = models.DateField("適用の初日")
    valid_until = models.DateField("適用の末日", null=True)

    class Meta:
        app_label = "ward"
        db_table = "clinic_payee"
        verbose_name = "医療機関の振込先"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "place"], name="clinic_payee_once"),
            models.CheckConstraint(
                condition=Q(
                    bank_code__regex=r"^[0-9]{4}$",
                    branch_code__regex=r"^[0-9]{3}$",
                    number__regex=r"^[0-9]{7}$",
                    holder_kana__regex=r"\S",
                ),
                name="clinic_payee_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("ordinary", "current", "savings")),
                name="clinic_payee_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="clinic_payee_ends_after_it_begins",
            ),
        ]


class ClinicPaymentList(models.Model):
    """委託料の支払一覧: what is settled and in no list, of clinics that have an account and are due money."""

    listed_on = models.DateField("作成日")
    recorded_by = models.BigIntegerField("作成者の番号")
    recorded_by_name = models.TextField("作成者")
    recorded_at = models.DateTimeField("作成日時")

    class Meta:
        app_label = "ward"
        db_table = "clinic_payment_list"
        verbose_name = "委託料の支払一覧"


class ClinicPayment(models.Model):
    """A settled month in a payment list; marked once, when the money has gone."""

    payment_list = models.ForeignKey(ClinicPaymentList, models.PROTECT, verbose_name="支払一覧")
    settlement = models.OneToOneField(Settlement, models.PROTECT, verbose_name="委託料の確定")
    payee = models.ForeignKey(ClinicPayee, models.PROTECT, verbose_name="振込先")
    paid_on = models.DateField("支払日", null=True)
    marked_by_name = models.TextField("支払を記録した職員", null=True)

    class Meta:
        app_label = "ward"
        db_table = "clinic_payment"
        verbose_name = "委託料の支払"


class BankReturn(models.Model):
    """A file in which the bank tells what became of the transfers it was given."""

    sha256 = models.TextField("ハッシュ値", unique=True)
    paid_on = models.DateField("振込指定日")
    run_id = models.BigIntegerField("一括処理", unique=True)
    registered_at = models.DateTimeField("受付日時")

    class Meta:
        app_label = "ward"
        db_table = "bank_return"
        verbose_name = "銀行の振込結果"


class BankReturnRow(models.Model):
    """One transfer of such a file, without its account. PostgreSQL writes what the ward did by it."""

    file = models.ForeignKey(BankReturn, models.PROTECT, verbose_name="銀行の振込結果")
    row_number = models.IntegerField("行番号")
    batch = models.TextField("支払一覧の番号")
    reference = models.TextField("支払の番号")
    yen = models.BigIntegerField("金額")
    sign = models.TextField("銀行の記号")
    result = models.TextField("銀行の結果")
    outcome = models.TextField("振込の成否")
    fate = models.TextField("区の処理", null=True)

    class Meta:
        app_label = "ward"
        db_table = "bank_return_row"
        verbose_name = "振込結果の行"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "row_number"], name="bank_return_row_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=("paid", "failed")), name="bank_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(fate=None) | Q(fate__in=("paid", "failed", "unmatched")),
                name="bank_return_fate_is_known",
            ),
        ]


class FailedTransfer(models.Model):
    """A line that left its payment list because the bank could not pay it; it waits for the next list."""

    row = models.ForeignKey(BankReturnRow, models.PROTECT, verbose_name="振込結果の行")
    clinic_list = models.ForeignKey(
        ClinicPaymentList, models.PROTECT, null=True, verbose_name="委託料の支払一覧"
    )
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, null=True, verbose_name="委託料の確定"
    )
    payee = models.ForeignKey(ClinicPayee, models.PROTECT, null=True, verbose_name="振込先")
    refund_list = models.ForeignKey(
        "RefundPaymentList", models.PROTECT, null=True, verbose_name="償還払いの支払一覧"
    )
    decision = models.ForeignKey(
        "RefundDecision", models.PROTECT, null=True, verbose_name="償還払いの決定"
    )
    marked_on = models.DateField("記録していた支払日", null=True)
    failed_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "failed_transfer"
        verbose_name = "振込不能"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    clinic_list__isnull=False,
                    settlement__isnull=False,
                    payee__isnull=False,
                    refund_list=None,
                    decision=None,
                )
                | Q(
                    clinic_list=None,
                    settlement=None,
                    payee=None,
                    refund_list__isnull=False,
                    decision__isnull=False,
                ),
                name="failed_transfer_is_of_one_kind",
            )
        ]
