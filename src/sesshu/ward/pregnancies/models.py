"""Pregnancies told to the ward, and how each stands; rows are only ever added (house.md §6)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sesshu.ward.authorship import Recorded
from sesshu.ward.residents.models import Resident


class Pregnancy(Recorded):
    """One 妊娠の届出; its days stand in its states."""

    resident = models.ForeignKey(Resident, models.PROTECT, verbose_name="住民")
    notified_on = models.DateField("届出日")

    class Meta:
        app_label = "ward"
        db_table = "pregnancy"
        verbose_name = "妊娠の届出"


class PregnancyState(Recorded):
    """What is known of a pregnancy; its newest row holds. `is_mistake`: it was never this person's."""

    pregnancy = models.ForeignKey(Pregnancy, models.PROTECT, verbose_name="妊娠の届出")
    due_on = models.DateField("分娩予定日")
    ended_on = models.DateField("妊娠の終わった日", null=True)
    is_mistake = models.BooleanField("誤って記録した届出", default=False)

    class Meta:
        app_label = "ward"
        db_table = "pregnancy_state"
        verbose_name = "妊娠の状況"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(is_mistake=False),
                name="pregnancy_mistaken_never_ended",
            )
        ]


class PregnancyNow(models.Model):
    """How each pregnancy stands by its newest state: a view."""

    id = models.BigIntegerField("届出の番号", primary_key=True)
    resident = models.ForeignKey(Resident, models.DO_NOTHING, verbose_name="住民")
    notified_on = models.DateField("届出日")
    due_on = models.DateField("分娩予定日")
    ended_on = models.DateField("妊娠の終わった日", null=True)
    is_mistake = models.BooleanField("誤って記録した届出")

    class Meta:
        app_label = "ward"
        db_table = "pregnancy_now"
        managed = False
        verbose_name = "いまの妊娠の届出"
