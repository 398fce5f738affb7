"""The ledger: entries that nobody changes, the seals over them, the epochs they fall into (R4)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

import sesshu.foundation.ledger.models

# Who acts is said once per transaction; empty means nobody, so that a pooled connection starts clean.
ACTING = """
CREATE FUNCTION acting_account() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sesshu.actor', true), '')::bigint $$;

CREATE FUNCTION acting_name() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sesshu.actor_name', true), '') $$;

CREATE FUNCTION acting_terminal() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sesshu.actor_terminal', true), '') $$;
"""
NOBODY_ACTING = """
DROP FUNCTION acting_terminal();
DROP FUNCTION acting_name();
DROP FUNCTION acting_account();
"""

# The epoch is an argument of the trigger, not a row it reads: a zone that may make temporary tables could lay
# a ledger_epoch of its own before ours. Everything it calls is named with its schema for the same reason.
WITNESS = """
CREATE FUNCTION ledger_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.epoch := TG_ARGV[0];
    NEW.at := pg_catalog.clock_timestamp();
    NEW.actor_account := nullif(pg_catalog.current_setting('sesshu.actor', true), '');
    NEW.actor_name := nullif(pg_catalog.current_setting('sesshu.actor_name', true), '');
    NEW.terminal := nullif(pg_catalog.current_setting('sesshu.actor_terminal', true), '');
    NEW.role := session_user;
    NEW.txid := pg_catalog.pg_current_xact_id();
    IF NEW.actor_name IS NULL THEN
        RAISE EXCEPTION 'nobody acts in this transaction: set sesshu.actor_name'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: the ledger is only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER ledger_witness BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_witness('1');
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_epoch_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

INSERT INTO ledger_epoch (number, opened_at, reason) VALUES (1, clock_timestamp(), 'made');
"""
NO_WITNESS = """
DROP TRIGGER ledger_epoch_append_only ON ledger_epoch;
DROP TRIGGER ledger_seal_append_only ON ledger_seal;
DROP TRIGGER ledger_entry_append_only ON ledger_entry;
DROP TRIGGER ledger_witness ON ledger_entry;
DROP FUNCTION ledger_is_append_only();
DROP FUNCTION ledger_witness();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(ACTING, NOBODY_ACTING),
        migrations.CreateModel(
            name="Epoch",
            fields=[
                (
                    "number",
                    models.PositiveIntegerField(
                        primary_key=True, serialize=False, verbose_name="世代"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="開始日時")),
                ("reason", models.TextField(verbose_name="開始の理由")),
            ],
            options={
                "db_table": "ledger_epoch",
                "verbose_name": "操作の記録の世代",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "number",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="封印番号"
                    ),
                ),
                ("epoch", models.PositiveIntegerField(verbose_name="封印した世代")),
                ("sealed_at", models.DateTimeField(verbose_name="封印日時")),
                ("entry_epoch", models.PositiveIntegerField(verbose_name="記録の世代")),
                (
                    "first_txid",
                    sesshu.foundation.ledger.models.TransactionIdField(
                        verbose_name="最初のトランザクション"
                    ),
                ),
                ("first_entry", models.BigIntegerField(verbose_name="最初の記録")),
                (
                    "last_txid",
                    sesshu.foundation.ledger.models.TransactionIdField(
                        verbose_name="最後のトランザクション"
                    ),
                ),
                ("last_entry", models.BigIntegerField(verbose_name="最後の記録")),
                ("entry_count", models.PositiveIntegerField(verbose_name="記録の数")),
                ("entries_sha256", models.BinaryField(verbose_name="記録のハッシュ値")),
                ("previous_sha256", models.BinaryField(verbose_name="前の封印のハッシュ値")),
                ("sha256", models.BinaryField(unique=True, verbose_name="封印のハッシュ値")),
                ("key_number", models.PositiveIntegerField(verbose_name="鍵の番号")),
                ("signature", models.BinaryField(verbose_name="署名")),
            ],
            options={
                "db_table": "ledger_seal",
                "verbose_name": "操作の記録の封印",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("epoch", models.PositiveIntegerField(verbose_name="世代")),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("act", "処理"),
                            ("look", "閲覧"),
                            ("refusal", "拒否"),
                            ("run", "一括処理"),
                        ],
                        verbose_name="種類",
                    ),
                ),
                ("action", models.TextField(verbose_name="操作")),
                ("actor_account", models.BigIntegerField(null=True, verbose_name="職員の番号")),
                ("actor_name", models.TextField(verbose_name="職員")),
                ("terminal", models.TextField(null=True, verbose_name="端末")),
                ("role", models.TextField(verbose_name="接続した役割")),
                (
                    "txid",
                    sesshu.foundation.ledger.models.TransactionIdField(
                        verbose_name="トランザクション"
                    ),
                ),
                ("purpose", models.TextField(verbose_name="利用目的")),
                ("reason", models.TextField(null=True, verbose_name="拒否の理由")),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="対象者"
                    ),
                ),
                ("details", models.JSONField(verbose_name="詳細")),
            ],
            options={
                "db_table": "ledger_entry",
                "verbose_name": "操作の記録の項目",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["subjects"], name="ledger_entry_by_person"
                    ),
                    models.Index(fields=["actor_account", "at"], name="ledger_entry_by_clerk"),
                    models.Index(fields=["at"], name="ledger_entry_by_time"),
                    models.Index(
                        fields=["epoch", "txid", "id"], name="ledger_entry_by_transaction"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["act", "look", "refusal", "run"])),
                        name="ledger_entry_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("action__regex", "^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+$")),
                        name="ledger_entry_action_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__regex", "\\S")),
                        name="ledger_entry_names_its_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "refusal"),
                                ("reason__isnull", False),
                                ("reason__regex", "\\S"),
                            ),
                            models.Q(
                                models.Q(("kind", "refusal"), _negated=True), ("reason", None)
                            ),
                            _connector="OR",
                        ),
                        name="ledger_entry_refusal_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WITNESS, NO_WITNESS),
    ]
