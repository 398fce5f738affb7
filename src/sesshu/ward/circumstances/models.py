"""What is known of a person that the law asks about; rows are only ever added (house.md §6)."""

from django.db import models

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.residents.models import Resident


class Circumstance(models.Model):
    """Applications name the approved proposal; a trigger reads the rest from its text.

    Days are inclusive. `antigen` is there for a disease somebody had, and only then.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    kind = models.TextField("事情")
    antigen = models.TextField("かかった病気", null=True)
    from_on = models.DateField("始まった日")
    until_on = models.DateField("終わった日", null=True)
    shown_by = models.TextField("確認した書類")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, verbose_name="前の記録")
    is_cancelled = models.BooleanField("取消し")
    recorded_by_name = models.TextField("入力した職員")
    checked_by_name = models.TextField("確認した職員")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        app_label = "ward"
        db_table = "circumstance"
        verbose_name = "接種に関わる事情"


class CircumstanceTimeline(models.Model):
    """Each that was not cancelled, with the time from which another row stands in its place: a view."""

    id = models.BigIntegerField("事情の番号", primary_key=True)
    resident = models.ForeignKey(Resident, models.DO_NOTHING, verbose_name="住民")
    kind = models.TextField("事情")
    antigen = models.TextField("かかった病気", null=True)
    from_on = models.DateField("始まった日")
    until_on = models.DateField("終わった日", null=True)
    shown_by = models.TextField("確認した書類")
    recorded_by_name = models.TextField("入力した職員")
    checked_by_name = models.TextField("確認した職員")
    recorded_at = models.DateTimeField("記録日時")
    replaced_at = models.DateTimeField("置き換えた日時", null=True)

    class Meta:
        app_label = "ward"
        db_table = "circumstance_timeline"
        managed = False
        verbose_name = "接種に関わる事情の経過"
