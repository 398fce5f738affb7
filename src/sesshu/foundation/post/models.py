"""Papers on their way out and in, and the numbers they go by.

An outgoing paper is written in the transaction of the act that it tells of; an incoming one is kept as the
very bytes that came. Triggers refuse to number, sign or work a paper twice (migration 0005).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Func

from sesshu.foundation.post.state import Direction, State

SYSTEM = r"^[a-z]{2,20}$"


class OutgoingPaper(models.Model):
    """A paper with its encrypted body; number and signature follow once its transaction is over."""

    paper_id = models.UUIDField("文書の番号", unique=True, db_default=Func(function="uuidv7"))
    kind = models.TextField("種類")
    version = models.IntegerField("版")
    receiver = models.TextField("送り先")
    made_at = models.DateTimeField("作成日時")
    body = models.BinaryField("内容（暗号）")
    body_sha256 = models.TextField("内容のハッシュ値")
    sequence = models.BigIntegerField("通し番号", null=True)
    key_number = models.IntegerField("鍵の番号", null=True)
    signature = models.BinaryField("署名", null=True)
    delivered_at = models.DateTimeField("配達日時", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "outgoing_paper"
        verbose_name = "送る文書"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receiver", "sequence"], name="outgoing_paper_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(receiver__regex=SYSTEM), name="outgoing_paper_receiver"
            ),
            models.CheckConstraint(
                condition=Q(sequence=None, key_number=None, signature=None, delivered_at=None)
                | Q(sequence__gte=1, key_number__isnull=False, signature__isnull=False),
                name="outgoing_paper_signed_when_numbered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="outgoing_paper_new", condition=Q(sequence=None)),
            models.Index(
                fields=["receiver", "sequence"],
                name="outgoing_paper_to_deliver",
                condition=Q(sequence__isnull=False, delivered_at=None),
            ),
        ]


class IncomingPaper(models.Model):
    """An envelope as it came, and what became of it."""

    paper_id = models.UUIDField("文書の番号", primary_key=True)
    sender = models.TextField("送り元")
    sequence = models.BigIntegerField("通し番号")
    kind = models.TextField("種類")
    version = models.IntegerField("版")
    made_at = models.DateTimeField("作成日時")
    received_at = models.DateTimeField("受付日時")
    envelope = models.BinaryField("封筒")
    state = models.TextField("状態", choices=[(state.value, state.label) for state in State])
    attempts = models.IntegerField("処理した回数", db_default=0)
    worked_at = models.DateTimeField("処理日時", null=True)
    reason = models.TextField("処理できない理由", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "incoming_paper"
        verbose_name = "届いた文書"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender", "sequence"], name="incoming_paper_in_line"),
            models.CheckConstraint(condition=Q(sender__regex=SYSTEM), name="incoming_paper_sender"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING.value, worked_at=None)
                | Q(state=State.WORKED.value, worked_at__isnull=False, reason=None)
                | Q(state=State.KEPT.value, worked_at=None, reason__regex=r"\S"),
                name="incoming_paper_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["sender", "sequence"],
                name="incoming_paper_to_work",
                condition=~Q(state=State.WORKED.value),
            )
        ]


class PaperLine(models.Model):
    """All papers from us to another system, or from it to us; whoever holds the row holds the line."""

    direction = models.TextField("向き", choices=[(each.value, each.label) for each in Direction])
    system = models.TextField("相手のシステム")
    next_sequence = models.BigIntegerField("次の通し番号", db_default=1)

    class Meta:
        app_label = "foundation"
        db_table = "paper_line"
        verbose_name = "文書の列"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["direction", "system"], name="paper_line_one_each"),
            models.CheckConstraint(
                condition=Q(direction__in=[each.value for each in Direction]),
                name="paper_line_direction",
            ),
            models.CheckConstraint(
                condition=Q(next_sequence__gte=1), name="paper_line_counts_from_one"
            ),
        ]
