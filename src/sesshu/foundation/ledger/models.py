"""What was done, seen and refused (`Entry`), and the seals over it (`Seal`).

Rows are written by `ledger.entries` and `ledger.sealer` only; the migration adds the triggers that fill
when, who, role and transaction, and refuse every change.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sesshu.foundation.ledger.kind import Kind


class TransactionIdField(models.Field):  # type: ignore[type-arg]  # generic in the stubs alone
    """PostgreSQL's 64-bit transaction id, which never wraps around (`xid8`)."""

    def db_type(self, connection: Any) -> str:
        """The type of the column."""
        return "xid8"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        """The driver hands the id over as digits."""
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        """There is no cast from bigint to xid8, only from its digits."""
        return None if value is None else str(value)


class Epoch(models.Model):
    """A stretch of the ledger whose transaction ids come from one database; a restore opens the next."""

    number = models.PositiveIntegerField("世代", primary_key=True)
    opened_at = models.DateTimeField("開始日時")
    reason = models.TextField("開始の理由")

    class Meta:
        app_label = "foundation"
        db_table = "ledger_epoch"
        verbose_name = "操作の記録の世代"


class Entry(models.Model):
    """One event. Ids and codes only, never names of residents or values (house.md §6, R4)."""

    epoch = models.PositiveIntegerField("世代")
    at = models.DateTimeField("日時")
    kind = models.TextField("種類", choices=[(kind.value, kind.label) for kind in Kind])
    action = models.TextField("操作")
    actor_account = models.BigIntegerField("職員の番号", null=True)
    actor_name = models.TextField("職員")
    terminal = models.TextField("端末", null=True)
    role = models.TextField("接続した役割")
    txid = TransactionIdField("トランザクション")
    purpose = models.TextField("利用目的")
    reason = models.TextField("拒否の理由", null=True)
    subjects = ArrayField(models.BigIntegerField(), verbose_name="対象者")
    details = models.JSONField("詳細")

    class Meta:
        app_label = "foundation"
        db_table = "ledger_entry"
        verbose_name = "操作の記録の項目"
        indexes: ClassVar = [
            GinIndex(fields=["subjects"], name="ledger_entry_by_person"),
            models.Index(fields=["actor_account", "at"], name="ledger_entry_by_clerk"),
            models.Index(fields=["at"], name="ledger_entry_by_time"),
            models.Index(fields=["epoch", "txid", "id"], name="ledger_entry_by_transaction"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]), name="ledger_entry_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(action__regex=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"),
                name="ledger_entry_action_is_a_code",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__regex=r"\S"), name="ledger_entry_names_its_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind=Kind.REFUSAL.value, reason__isnull=False, reason__regex=r"\S"
                )
                | (~models.Q(kind=Kind.REFUSAL.value) & models.Q(reason=None)),
                name="ledger_entry_refusal_has_a_reason",
            ),
        ]


class Seal(models.Model):
    """A signature over the entries of finished transactions and over the seal before it."""

    number = models.BigIntegerField("封印番号", primary_key=True)
    epoch = models.PositiveIntegerField("封印した世代")
    sealed_at = models.DateTimeField("封印日時")
    entry_epoch = models.PositiveIntegerField("記録の世代")
    first_txid = TransactionIdField("最初のトランザクション")
    first_entry = models.BigIntegerField("最初の記録")
    last_txid = TransactionIdField("最後のトランザクション")
    last_entry = models.BigIntegerField("最後の記録")
    entry_count = models.PositiveIntegerField("記録の数")
    entries_sha256 = models.BinaryField("記録のハッシュ値")
    previous_sha256 = models.BinaryField("前の封印のハッシュ値")
    sha256 = models.BinaryField("封印のハッシュ値", unique=True)
    key_number = models.PositiveIntegerField("鍵の番号")
    signature = models.BinaryField("署名")

    class Meta:
        app_label = "foundation"
        db_table = "ledger_seal"
        verbose_name = "操作の記録の封印"
