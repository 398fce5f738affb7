"""A proposal of one person that a second person decides on (R3, R5)."""

import json
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from sesshu.foundation.second_person.state import State

OPEN = State.OPEN.value


class Proposal(models.Model):
    """Written once, decided once: triggers fill who and when, refuse every other change.

    The payload is kept as the very text that is shown and hashed, not as values that could be written anew.
    """

    kind = models.TextField("種類")
    payload_json = models.TextField("内容", db_column="payload")
    payload_sha256 = models.BinaryField("内容のハッシュ値")
    subjects = ArrayField(models.BigIntegerField(), verbose_name="対象者")
    reason = models.TextField("申請の理由")
    proposed_by = models.BigIntegerField("申請者の番号")
    proposed_by_name = models.TextField("申請者")
    proposed_at = models.DateTimeField("申請日時")
    expires_at = models.DateTimeField("期限", null=True)
    state = models.TextField("状態", choices=[(state.value, state.label) for state in State])
    decided_by = models.BigIntegerField("確認者の番号", null=True)
    decided_by_name = models.TextField("確認者", null=True)
    decided_at = models.DateTimeField("確認日時", null=True)
    decided_sha256 = models.BinaryField("確認した内容のハッシュ値", null=True)
    decision_reason = models.TextField("差戻しの理由", null=True)

    class Meta:
        app_label = "foundation"
        db_table = "proposal"
        verbose_name = "申請"
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "proposed_at"], name="proposal_waiting", condition=Q(state=OPEN)
            ),
            GinIndex(fields=["subjects"], name="proposal_by_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__regex=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"),
                name="proposal_kind_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("proposed_at")),
                name="proposal_expires_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=Q(state=OPEN, decided_by=None, decided_at=None)
                | Q(
                    state=State.WITHDRAWN.value,
                    decided_by__isnull=False,
                    decided_by=F("proposed_by"),
                )
                | (
                    Q(state__in=[State.APPROVED.value, State.DECLINED.value])
                    & Q(decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="proposal_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED.value)
                | Q(decided_sha256__isnull=False, decided_sha256=F("payload_sha256")),
                name="proposal_approved_as_it_was_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED.value)
                | Q(decision_reason__isnull=False, decision_reason__regex=r"\S"),
                name="proposal_declined_with_a_reason",
            ),
        ]

    @property
    def payload(self) -> dict[str, Any]:
        """What is proposed."""
        content: dict[str, Any] = json.loads(self.payload_json)
        return content

    @property
    def sha256(self) -> str:
        """What a form hands back to say which text was shown, in hexadecimal digits."""
        return bytes(self.payload_sha256).hex()
