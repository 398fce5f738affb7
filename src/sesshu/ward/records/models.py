"""Tables of the records. A dose is written once; what it became follows from newer rows (house.md §6)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.authorship import Recorded
from sesshu.ward.records.codes import Evidence, FoundBy, Held, Outcome, Source, ToldBy
from sesshu.ward.residents.models import Resident


class Dose(models.Model):
    """One dose as two people recorded it.

    Applications name the approved proposal and the verdict of the day, nothing else: a trigger writes every
    other column from the text that was approved. A newer row that names an older one replaces it.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor", verbose_name="訂正前の記録"
    )
    is_cancelled = models.BooleanField("取消")
    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    series = models.TextField("接種名称")
    outcome = models.TextField("実施結果")
    given_on = models.DateField("接種日")
    voucher_number = models.TextField("券番号", null=True)
    foreign_voucher = models.BooleanField("区が発行していない券", default=False)
    fiscal_year = models.IntegerField("接種年度")
    product = models.TextField("ワクチンの種類", null=True)
    brand = models.TextField("製品", null=True)
    vaccine_name = models.TextField("ワクチン名", null=True)
    maker = models.TextField("ワクチンメーカー", null=True)
    lot = models.TextField("Lot番号", null=True)
    expires_on = models.DateField("有効期限", null=True)
    volume_ml = models.DecimalField("接種量", max_digits=5, decimal_places=3, null=True)
    route = models.TextField("接種方法", null=True)
    screening_reason = models.TextField("予診理由", null=True)
    payment_excluded = models.BooleanField("支払対象外フラグ")
    desk = models.TextField("入力窓口")
    source = models.TextField("記録元")
    evidence = models.TextField("示された書類", null=True)
    country = models.TextField("接種した国", null=True)
    language = models.TextField("書類の言語", null=True)
    second_of_day = models.BooleanField("同日2回目")
    as_given = models.BooleanField("そのまま記録")
    decision = models.TextField("回数の決定", null=True)
    particulars_of = models.ForeignKey(
        Proposal,
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name="実施場所の申請",
    )
    dose_number = models.IntegerField("回数", null=True)
    legal = models.TextField("接種区分", null=True)
    counts = models.TextField("回数の扱い", null=True)
    error_class = models.IntegerField("間違い接種の態様", null=True)
    release = models.TextField("規則集の版")
    judged_on = models.DateField("判定日")
    reason = models.TextField("訂正・取消しの理由", null=True)
    entered_by = models.BigIntegerField("入力者の番号")
    entered_by_name = models.TextField("入力者")
    entered_at = models.DateTimeField("入力日時")
    checked_by = models.BigIntegerField("確認者の番号")
    checked_by_name = models.TextField("確認者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "dose"
        verbose_name = "接種"
        indexes: ClassVar = [
            models.Index(fields=["resident", "given_on"], name="dose_of_resident"),
            models.Index(
                fields=["voucher_number"],
                condition=Q(voucher_number__isnull=False),
                name="dose_by_voucher_number",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SCREENED_ONLY.value, screening_reason__isnull=False)
                | Q(
                    Q(product__isnull=False)
                    | Q(source=Source.ABROAD.value, vaccine_name__isnull=False),
                    outcome=Outcome.GIVEN.value,
                    screening_reason=None,
                    legal__isnull=False,
                    counts__isnull=False,
                ),
                name="dose_is_given_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(voucher_number=None) | Q(voucher_number__regex=r"^[0-9]{10}$"),
                name="dose_voucher_number_has_ten_digits",
            ),
            models.CheckConstraint(
                condition=Q(volume_ml=None) | Q(volume_ml__gt=0), name="dose_volume_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, is_cancelled=False)
                | Q(supersedes__isnull=False, reason__isnull=False, reason__regex=r"\S"),
                name="dose_is_corrected_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=models.F("checked_by")), name="dose_has_two_people"
            ),
            models.CheckConstraint(
                condition=Q(evidence=None) | Q(evidence__in=[each.value for each in Evidence]),
                name="dose_evidence_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    source=Source.ABROAD.value,
                    country__regex=r"\S",
                    language__isnull=False,
                    decision__isnull=False,
                )
                | (~Q(source=Source.ABROAD.value) & Q(country=None, language=None)),
                name="dose_abroad_says_where_and_is_decided",
            ),
        ]


class CurrentDose(models.Model):
    """The doses that stand now, kept by a trigger of `dose`; no application role may write here."""

    dose = models.OneToOneField(Dose, models.PROTECT, primary_key=True, verbose_name="接種")
    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    product = models.TextField("ワクチンの種類", null=True)
    given_on = models.DateField("接種日")
    second_of_day = models.BooleanField("同日2回目")

    class Meta:
        app_label = "ward"
        db_table = "current_dose"
        verbose_name = "有効な接種"
        indexes: ClassVar = [
            models.Index(fields=["resident", "given_on"], name="current_dose_of_resident"),
            models.Index(fields=["given_on"], name="current_dose_by_day"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident", "product", "given_on"],
                condition=Q(second_of_day=False),
                name="current_dose_once_a_day",
            )
        ]


class Whereabouts(models.Model):
    """Where and by whom a dose was given: what protection hides (number-linkage §5.5 D3).

    ``salt`` keeps the hash in the proposal from telling by trial which of a few hundred providers it was.
    """

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, primary_key=True, related_name="+", verbose_name="申請"
    )
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="+", verbose_name="住民")
    salt = models.TextField("塩")
    provider_code = models.TextField("医療機関コード", null=True)
    provider_name = models.TextField("接種医療機関")
    doctor = models.TextField("医師", null=True)
    note = models.TextField("接種補足", null=True)
    stated_reason = models.TextField("そのまま記録する理由", null=True)

    class Meta:
        abstract = True


class DoseParticulars(Whereabouts):
    """Of residents whose address is not guarded."""

    class Meta:
        app_label = "ward"
        db_table = "dose_particulars"
        verbose_name = "接種の実施場所"
        indexes: ClassVar = [
            models.Index(
                fields=["provider_code", "-proposal"],
                name="dose_particulars_provider",
                condition=Q(provider_code__isnull=False),
            )
        ]


class GuardedDose(Whereabouts):
    """Of guarded residents: ordinary zones add rows and never read one."""

    class Meta:
        app_label = "ward"
        db_table = "guarded_dose"
        verbose_name = "担当課対応の接種の実施場所"


class DifferenceSettlement(Recorded):
    """A dose that was told of beside a dose on record that may be the same, and which side holds (S1.9).

    Rows are only added. `items` are what was told and what the record says, by field, never where a dose
    was given: this table does not move behind the wall (D3).
    """

    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    dose = models.ForeignKey(Dose, models.PROTECT, verbose_name="記録されている接種")
    told_by = models.TextField("何で届いたか")
    series = models.TextField("届いた接種名称")
    given_on = models.DateField("届いた接種日")
    items = models.JSONField("違うところ")
    held = models.TextField("正しいほう")
    found_by = models.TextField("確かめた方法")

    class Meta:
        app_label = "ward"
        db_table = "difference_settlement"
        verbose_name = "記録との違いの決定"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    held__in=[each.value for each in Held],
                    found_by__in=[each.value for each in FoundBy],
                    told_by__in=[each.value for each in ToldBy],
                ),
                name="difference_settlement_is_one_of_these",
            )
        ]


class EntryForm(models.Model):
    """A form that was sent: its key makes a second press of the button find the first one's proposal."""

    key = models.UUIDField("フォームの番号", primary_key=True)
    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    instead_of = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="+", verbose_name="差戻しされた申請"
    )

    class Meta:
        app_label = "ward"
        db_table = "entry_form"
        verbose_name = "入力フォーム"
