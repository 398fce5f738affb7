"""Tables of 名寄せ. Nothing is moved: a merge is a row that says two 宛名 are one person's (ADR 53)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sesshu.foundation.second_person.models import Proposal
from sesshu.ward.residents.models import Resident


class Decided(models.Model):
    """What two people decided. Applications name the proposal; a trigger writes the rest from its text."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name="申請")
    reason = models.TextField("理由")
    asked_by = models.BigIntegerField("申請者の番号")
    asked_by_name = models.TextField("申請者")
    asked_at = models.DateTimeField("申請日時")
    decided_by = models.BigIntegerField("確認者の番号")
    decided_by_name = models.TextField("確認者")
    recorded_at = models.DateTimeField("記録日時")

    class Meta:
        abstract = True


class ResidentMerge(Decided):
    """That `merged` is another 宛名 of the person who is known as `kept`."""

    kept = models.ForeignKey(Resident, models.PROTECT, related_name="+", verbose_name="残す宛名")
    merged = models.ForeignKey(
        Resident, models.PROTECT, related_name="+", verbose_name="まとめる宛名"
    )

    class Meta:
        app_label = "ward"
        db_table = "resident_merge"
        verbose_name = "名寄せ"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_is_of_two"),
            models.CheckConstraint(
                condition=~Q(asked_by=F("decided_by")), name="merge_has_two_people"
            ),
        ]


class MergeUndone(Decided):
    """That a merge does not hold any more: both 宛名 stand as if it had never been."""

    merge = models.OneToOneField(ResidentMerge, models.PROTECT, verbose_name="名寄せ")

    class Meta:
        app_label = "ward"
        db_table = "merge_undone"
        verbose_name = "名寄せの取消し"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("decided_by")), name="merge_undone_has_two_people"
            ),
        ]


class MergedResident(models.Model):
    """The merges that hold, each 宛名 once; kept by triggers, written by no application role."""

    merged = models.OneToOneField(
        Resident, models.PROTECT, primary_key=True, related_name="+", verbose_name="まとめた宛名"
    )
    kept = models.ForeignKey(Resident, models.PROTECT, related_name="+", verbose_name="残す宛名")
    merge = models.OneToOneField(ResidentMerge, models.PROTECT, verbose_name="名寄せ")

    class Meta:
        app_label = "ward"
        db_table = "merged_resident"
        verbose_name = "まとめた宛名"


class Pair(models.Model):
    """Two 宛名, the lower id first."""

    first = models.ForeignKey(
        Resident, models.PROTECT, db_index=False, related_name="+", verbose_name="宛名"
    )
    second = models.ForeignKey(
        Resident, models.PROTECT, related_name="+", verbose_name="もう一つの宛名"
    )

    class Meta:
        abstract = True


class LikelyPair(Pair):
    """Two 宛名 that may be one person's, as a run found them; can be made again at any time."""

    score = models.IntegerField("一致の度合い")
    run_id = models.BigIntegerField("一括処理")

    class Meta:
        app_label = "ward"
        db_table = "likely_pair"
        verbose_name = "同じ人かもしれない宛名"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likely_pair_in_order"),
        ]


class PairApart(Pair):
    """That somebody looked at two 宛名 and they are two people's: not asked about again."""

    reason = models.TextField("理由")
    decided_by = models.BigIntegerField("確認者の番号")
    decided_by_name = models.TextField("確認者")
    decided_at = models.DateTimeField("確認日時")

    class Meta:
        app_label = "ward"
        db_table = "pair_apart"
        verbose_name = "別人の宛名"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_apart_in_order"),
        ]
