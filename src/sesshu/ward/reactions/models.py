"""Reports of adverse reactions; rows are only added, a newer one names the one it replaces (house.md §6)."""

from typing import ClassVar

from django.db import models

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.authorship import Recorded
from sesshu.ward.records.models import Dose


class ReactionReport(models.Model):
    """Applications name the approved proposal; a trigger reads the rest from its text.

    Where it was seen is not kept: the dose tells where it was given, behind the wall if need be (D3).
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    dose = models.ForeignKey(Dose, models.PROTECT, verbose_name="接種")
    symptom = models.TextField("症状")
    symptom_words = models.TextField("その他の症状", null=True)
    onset_on = models.DateField("発生した日")
    severity = models.TextField("重さ")
    course = models.TextField("転帰")
    told_by = models.TextField("届いた方法")
    told_on = models.DateField("報告の日")
    received_on = models.DateField("受け付けた日")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor", verbose_name="前の報告"
    )
    is_cancelled = models.BooleanField("取消し")
    recorded_by_name = models.TextField("入力した職員")
    checked_by_name = models.TextField("確認した職員")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "reaction_report"
        verbose_name = "副反応疑い報告"


class ReactionForwarding(Recorded):
    """That a report was handed on."""

    report = models.ForeignKey(ReactionReport, models.PROTECT, verbose_name="副反応疑い報告")
    handed_to = models.TextField("送った先")
    handed_on = models.DateField("送った日")

    class Meta:
        app_label = "ward"
        db_table = "reaction_forwarding"
        verbose_name = "副反応疑い報告の送付"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "handed_to"], name="reaction_is_handed_on_once"
            )
        ]
