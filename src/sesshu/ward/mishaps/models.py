"""What two people decided about a dose that was given wrong; the newest row about a dose holds."""

from django.db import models

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.records.models import Dose


class MishapDecision(models.Model):
    """Applications name the approved proposal; a trigger reads the rest from its text."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    dose = models.ForeignKey(Dose, models.PROTECT, verbose_name="接種")
    error_class = models.IntegerField("間違い接種の態様", null=True)
    counts = models.TextField("回数の扱い")
    measure = models.TextField("対応")
    is_urgent = models.BooleanField("速やかに報告")
    decided_by_name = models.TextField("決定した職員")
    decided_at = models.DateTimeField("決定日時")

    class Meta:
        app_label = "ward"
        db_table = "mishap_decision"
        verbose_name = "間違い接種の決定"
