"""Tables of recall. Rows are only ever added; a letter about a dose is one row, however often it is tried."""

from typing import ClassVar

from django.db import models

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.authorship import Recorded
from sesshu.ward.residents.models import Resident


class RecallRound(Recorded):
    """One round of letters, with its conditions and the day and law its residents were judged by."""

    name = models.TextField("名前")
    conditions = models.TextField("条件")
    base_on = models.DateField("基準日")
    release = models.TextField("規則の版")

    class Meta:
        app_label = "ward"
        db_table = "recall_round"
        verbose_name = "勧奨"


class Letter(models.Model):
    """The ``attempt``-th letter about one dose of one person."""

    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    series = models.TextField("接種名称")
    dose = models.IntegerField("回数")
    attempt = models.IntegerField("何回目の通知か")

    class Meta:
        abstract = True


class RecallCandidate(Letter):
    """Whom a round found overdue, or found and left out (`excluded`)."""

    round = models.ForeignKey(RecallRound, models.PROTECT, db_index=False, verbose_name="勧奨")
    standard_until = models.DateField("標準的な期間の最終日", null=True)
    last_on = models.DateField("最後の接種日", null=True)
    is_guarded = models.BooleanField("担当課対応")
    excluded = models.TextField("除外の理由", null=True)

    class Meta:
        app_label = "ward"
        db_table = "recall_candidate"
        verbose_name = "勧奨の候補"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "resident", "series", "dose"], name="recall_candidate_once"
            )
        ]


class RecallStep(Recorded):
    """That a round took a step."""

    round = models.ForeignKey(RecallRound, models.PROTECT, verbose_name="勧奨")
    step = models.TextField("段階")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, verbose_name="申請")

    class Meta:
        app_label = "ward"
        db_table = "recall_step"
        verbose_name = "勧奨の段階"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "step"], name="recall_step_once")
        ]


class RecallNotice(Letter):
    """A letter that a fixed round writes; PostgreSQL writes it when the round is fixed (V044)."""

    round = models.ForeignKey(RecallRound, models.PROTECT, verbose_name="勧奨")
    is_guarded = models.BooleanField("担当課対応")

    class Meta:
        app_label = "ward"
        db_table = "recall_notice"
        verbose_name = "勧奨の通知"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident", "series", "dose", "attempt"], name="recall_notice_once"
            )
        ]


class RecallStop(Recorded):
    """A letter that was pulled before posting; it counts as written, and is not written again."""

    notice = models.OneToOneField(
        RecallNotice, models.PROTECT, primary_key=True, verbose_name="勧奨の通知"
    )
    cause = models.TextField("止めた理由")

    class Meta:
        app_label = "ward"
        db_table = "recall_stop"
        verbose_name = "止めた通知"
