"""Tables of the letters: a trigger writes each from the text that two people approved (ADR 45)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.residents.models import Resident


class RequestLetter(models.Model):
    """予防接種実施依頼書: applications name the approved proposal, nothing else (B5).

    ``vaccinations`` are ``series/dose``. Numbers run without gaps in a fiscal year.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    fiscal_year = models.IntegerField("年度")
    number = models.IntegerField("依頼番号")
    issued_on = models.DateField("発行日")
    vaccinations = ArrayField(models.TextField(), verbose_name="接種の種類と回数")
    addressee = models.TextField("宛先区分")
    reason = models.TextField("理由")
    applicant = models.TextField("申請者の区分")
    channel = models.TextField("受付方法")
    received_on = models.DateField("申請日")
    planned_from = models.DateField("接種予定の初日")
    planned_until = models.DateField("接種予定の最終日")
    hurried_because = models.TextField("期限後に受け付けた理由", null=True)
    applied_by_name = models.TextField("入力者")
    approved_by_name = models.TextField("確認者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "request_letter"
        verbose_name = "予防接種依頼書"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="request_letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(planned_until__gte=F("planned_from")),
                name="request_letter_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__lte=F("planned_from")),
                name="request_letter_comes_before_the_dose",
            ),
        ]


class StayPlace(models.Model):
    """Where somebody stays, and who asked: what protection hides (number-linkage §5.5 D3)."""

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, primary_key=True, related_name="+", verbose_name="申請"
    )
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="+", verbose_name="住民")
    salt = models.TextField("塩")
    municipality = models.TextField("滞在先の市区町村コード")
    address = models.TextField("滞在先の住所")
    addressee_name = models.TextField("宛先")
    provider_name = models.TextField("医療機関", null=True)
    provider_address = models.TextField("医療機関の所在地", null=True)
    applicant_name = models.TextField("申請者")
    mail_postal_code = models.TextField("送付先郵便番号", null=True)
    mail_address = models.TextField("送付先住所", null=True)

    class Meta:
        abstract = True


class RequestLetterStay(StayPlace):
    """Of residents whose address is not guarded."""

    class Meta:
        app_label = "ward"
        db_table = "request_letter_stay"
        verbose_name = "依頼書の滞在先"


class GuardedRequestLetterStay(StayPlace):
    """Of guarded residents: moved here when protection begins; ordinary zones never read it."""

    class Meta:
        app_label = "ward"
        db_table = "guarded_request_letter_stay"
        verbose_name = "担当課対応の依頼書の滞在先"


class CompletionReport(models.Model):
    """実施報告書: a vaccination done here for another mayor, of somebody who does not live here (B6)."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    fiscal_year = models.IntegerField("年度")
    number = models.IntegerField("報告番号")
    issued_on = models.DateField("発行日")
    municipality = models.TextField("依頼元の市区町村コード")
    mayor = models.TextField("依頼元")
    letter_number = models.TextField("依頼書の番号")
    letter_on = models.DateField("依頼書の日付")
    name = models.TextField("氏名")
    name_kana = models.TextField("氏名カナ")
    birth_on = models.DateField("生年月日")
    sex = models.TextField("性別")
    address = models.TextField("住所")
    series = models.TextField("接種の種類")
    dose = models.IntegerField("回数")
    given_on = models.DateField("接種日")
    vaccine_name = models.TextField("ワクチン名")
    lot = models.TextField("Lot番号")
    volume_ml = models.DecimalField("接種量", max_digits=5, decimal_places=3, null=True)
    provider_name = models.TextField("接種医療機関")
    doctor = models.TextField("医師")
    scan_sha256 = models.TextField("予診票の写しのハッシュ値")
    entered_by_name = models.TextField("入力者")
    approved_by_name = models.TextField("確認者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "completion_report"
        verbose_name = "実施報告書"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="completion_report_number_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "letter_number", "series", "dose", "name_kana", "birth_on"],
                name="completion_report_once",
            ),
            models.CheckConstraint(
                condition=Q(given_on__gte=F("letter_on")) & Q(given_on__gte=F("birth_on")),
                name="completion_report_follows_the_letter",
            ),
        ]


class CompletionReportScan(models.Model):
    """予診票の写し: the paper that goes with the report, as it was scanned before the report was entered."""

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, primary_key=True, related_name="+", verbose_name="申請"
    )
    media_type = models.TextField("形式")
    content = models.BinaryField("写し")

    class Meta:
        app_label = "ward"
        db_table = "completion_report_scan"
        verbose_name = "予診票の写し"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(media_type__in=["application/pdf", "image/jpeg", "image/png"]),
                name="completion_report_scan_can_be_shown",
            )
        ]
