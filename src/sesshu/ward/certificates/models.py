"""Certificates that were issued: added to, never changed; a trigger gives number and day."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sesshu.ward.authorship import Recorded
from sesshu.ward.certificates.codes import MOST_DOSES, Kind
from sesshu.ward.residents.models import Resident


class VaccinationCertificate(Recorded):
    """予防接種済証 about rows of doses that stood then; numbers run without gaps in a fiscal year."""

    form_key = models.UUIDField("フォームの番号", unique=True)
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    kind = models.TextField("様式")
    dose_ids = ArrayField(models.BigIntegerField(), verbose_name="接種")
    applicant = models.TextField("申請者の区分")
    identity_document = models.TextField("本人確認書類")
    fiscal_year = models.IntegerField("年度")
    number = models.IntegerField("番号")
    issued_on = models.DateField("発行日")
    is_reissue = models.BooleanField("再発行")

    class Meta:
        app_label = "ward"
        db_table = "vaccination_certificate"
        verbose_name = "予防接種済証"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="vaccination_certificate_number_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]),
                name="vaccination_certificate_is_known",
            ),
            models.CheckConstraint(
                condition=Q(dose_ids__len__gte=1, dose_ids__len__lte=MOST_DOSES),
                name="vaccination_certificate_fits_its_frame",
            ),
        ]
