"""A run over a population, its chunks, and the wish to stop it.

Triggers fill who and when, and refuse every step that is not in the life of a run (migration 0004).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sesshu.foundation.runs.state import State


class Run(models.Model):
    """One population job over one input. The same kind, input and parameters are the same run."""

    kind = models.TextField("種類")
    input_sha256 = models.TextField("入力のハッシュ値", null=True)
    input_path = models.TextField("入力の場所", null=True)
    input_name = models.TextField("入力の名前", null=True)
    params = models.JSONField("条件")
    rulebook_release = models.TextField("規則の版", null=True)
    state = models.TextField("状態", choices=[(state.value, state.label) for state in State])
    total = models.BigIntegerField("全体の数", null=True)
    control = models.JSONField("合うべき合計", null=True)
    counts = models.JSONField("件数", null=True)
    failure = models.TextField("失敗の理由", null=True)
    started_by = models.BigIntegerField("始めた職員の番号", null=True)
    started_by_name = models.TextField("始めた職員")
    requested_at = models.DateTimeField("受付日時")
    begun_at = models.DateTimeField("開始日時", null=True)
    ended_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "run"
        verbose_name = "一括処理"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "input_sha256", "params"],
                name="run_once_per_input",
                condition=~Q(state=State.CANCELLED.value),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind__regex=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"),
                name="run_kind_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(input_sha256=None, input_path=None)
                | Q(input_sha256__regex=r"^[0-9a-f]{64}$", input_path__isnull=False),
                name="run_input_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="run_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED.value) | Q(failure__regex=r"\S"),
                name="run_failure_is_told",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="run_to_do",
                condition=Q(state__in=[State.WAITING.value, State.RUNNING.value]),
            )
        ]


class RunChunk(models.Model):
    """A part of a run, done in one transaction. ``members`` wait here until the ledger has them."""

    run = models.ForeignKey(Run, models.PROTECT, verbose_name="一括処理")
    number = models.IntegerField("番号")
    size = models.BigIntegerField("大きさ")
    spec = models.JSONField("範囲")
    counts = models.JSONField("件数", null=True)
    members = ArrayField(models.BigIntegerField(), verbose_name="対象者", null=True)
    done_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "run_chunk"
        verbose_name = "一括処理の区分"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="run_chunk_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, size__gte=0), name="run_chunk_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, counts=None, members=None)
                | Q(done_at__isnull=False, counts__isnull=False),
                name="run_chunk_done_with_counts",
            ),
        ]


class RunCancellation(models.Model):
    """Somebody wants a run to stop. A table of its own: the row of the run is locked while a chunk runs."""

    run = models.OneToOneField(
        Run, models.PROTECT, primary_key=True, serialize=False, verbose_name="一括処理"
    )
    reason = models.TextField("中止の理由")
    asked_by = models.BigIntegerField("中止した職員の番号", null=True)
    asked_by_name = models.TextField("中止した職員")
    asked_at = models.DateTimeField("中止の受付日時")

    class Meta:
        app_label = "foundation"
        db_table = "run_cancellation"
        verbose_name = "一括処理の中止"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="run_cancellation_has_a_reason"
            )
        ]
