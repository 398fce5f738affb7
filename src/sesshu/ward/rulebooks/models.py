"""Tables of releases and comparisons; rows are only ever added."""

from typing import ClassVar

from django.db import models

from sesshu.ward.residents.models import Resident


class RulebookRelease(models.Model):
    """A release as canonical JSON; the database compares the bytes with the name (SHA-256)."""

    release = models.TextField("版", unique=True)
    content = models.BinaryField("内容")
    kept_at = models.DateTimeField("保存日時")

    class Meta:
        app_label = "ward"
        db_table = "rulebook_release"
        verbose_name = "規則の版"


class RulebookInForce(models.Model):
    """From when on a release judged here; it did until the next row."""

    release = models.TextField("版")
    since_at = models.DateTimeField("この日時から")

    class Meta:
        app_label = "ward"
        db_table = "rulebook_in_force"
        verbose_name = "判定に使った規則の版"


class RulebookOverlay(models.Model):
    """What the municipality decided, as canonical JSON named by its SHA-256."""

    overlay = models.TextField("定め", unique=True)
    content = models.BinaryField("内容")
    kept_at = models.DateTimeField("保存日時")

    class Meta:
        app_label = "ward"
        db_table = "rulebook_overlay"
        verbose_name = "区の定め"


class OverlayInForce(models.Model):
    """From when on an overlay, or none, narrowed the law here: by an approved proposal, which says which."""

    overlay = models.TextField("定め", null=True)
    since_at = models.DateTimeField("この日時から")
    proposal_id = models.BigIntegerField("申請", unique=True)

    class Meta:
        app_label = "ward"
        db_table = "overlay_in_force"
        verbose_name = "判定に使った区の定め"


class RulebookComparison(models.Model):
    """What a run compared, and as of which day."""

    run_id = models.BigIntegerField("一括処理", unique=True)
    old = models.TextField("今の版")
    new = models.TextField("比べる版")
    judged_on = models.DateField("判定日")

    class Meta:
        app_label = "ward"
        db_table = "rulebook_comparison"
        verbose_name = "規則の版の比較"


class RulebookEffect(models.Model):
    """One resident in one series whom two releases answer differently; of `run_id`'s comparison."""

    run_id = models.BigIntegerField("一括処理")
    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False, verbose_name="住民")
    series = models.TextField("接種名称")
    effect = models.TextField("変わり方")
    before_status = models.TextField("今の状態", null=True)
    before_earliest_on = models.DateField("今の最も早い日", null=True)
    before_last_on = models.DateField("今の最後の日", null=True)
    after_status = models.TextField("比べる版の状態", null=True)
    after_earliest_on = models.DateField("比べる版の最も早い日", null=True)
    after_last_on = models.DateField("比べる版の最後の日", null=True)

    class Meta:
        app_label = "ward"
        db_table = "rulebook_effect"
        verbose_name = "規則の版の比較の結果"
        indexes: ClassVar = [
            models.Index(
                fields=["run_id", "series", "effect", "resident"], name="rulebook_effect_of_run"
            )
        ]
