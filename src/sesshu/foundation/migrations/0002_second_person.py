"""Proposals: written by one person, decided once by another; PostgreSQL writes who (R3, R5)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

GUARDS = """
ALTER TABLE proposal ADD CONSTRAINT proposal_payload_is_an_object
    CHECK (payload IS JSON OBJECT WITH UNIQUE KEYS);

CREATE FUNCTION proposal_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.payload_sha256 := sha256(convert_to(NEW.payload, 'UTF8'));
    NEW.proposed_by := acting_account();
    NEW.proposed_by_name := acting_name();
    NEW.proposed_at := clock_timestamp();
    NEW.state := 'open';
    NEW.decided_by := NULL;
    NEW.decided_by_name := NULL;
    NEW.decided_at := NULL;
    NEW.decided_sha256 := NULL;
    NEW.decision_reason := NULL;
    RETURN NEW;
END $$;

CREATE FUNCTION proposal_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' OR NEW.state = 'open' THEN
        RAISE EXCEPTION 'proposal % is decided once: it is %', OLD.id, OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_decided_once';
    END IF;
    IF (NEW.id, NEW.kind, NEW.payload, NEW.payload_sha256, NEW.subjects, NEW.reason,
        NEW.proposed_by, NEW.proposed_by_name, NEW.proposed_at, NEW.expires_at)
       IS DISTINCT FROM
       (OLD.id, OLD.kind, OLD.payload, OLD.payload_sha256, OLD.subjects, OLD.reason,
        OLD.proposed_by, OLD.proposed_by_name, OLD.proposed_at, OLD.expires_at) THEN
        RAISE EXCEPTION 'what was proposed in % does not change', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_is_fixed';
    END IF;
    NEW.decided_by := acting_account();
    NEW.decided_by_name := acting_name();
    NEW.decided_at := clock_timestamp();
    IF NEW.state = 'approved' AND NEW.expires_at <= NEW.decided_at THEN
        RAISE EXCEPTION 'proposal % has expired', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_not_expired';
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['proposal_proposed', 'proposal_decided'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;

CREATE TRIGGER proposal_proposed BEFORE INSERT ON proposal
    FOR EACH ROW EXECUTE FUNCTION proposal_proposed();
CREATE TRIGGER proposal_decided BEFORE UPDATE ON proposal
    FOR EACH ROW EXECUTE FUNCTION proposal_decided();
"""
NO_GUARDS = """
DROP TRIGGER proposal_decided ON proposal;
DROP TRIGGER proposal_proposed ON proposal;
DROP FUNCTION proposal_decided();
DROP FUNCTION proposal_proposed();
ALTER TABLE proposal DROP CONSTRAINT proposal_payload_is_an_object;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_ledger")]
    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField(verbose_name="種類")),
                ("payload_json", models.TextField(db_column="payload", verbose_name="内容")),
                ("payload_sha256", models.BinaryField(verbose_name="内容のハッシュ値")),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="対象者"
                    ),
                ),
                ("reason", models.TextField(verbose_name="申請の理由")),
                ("proposed_by", models.BigIntegerField(verbose_name="申請者の番号")),
                ("proposed_by_name", models.TextField(verbose_name="申請者")),
                ("proposed_at", models.DateTimeField(verbose_name="申請日時")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="期限")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "確認待ち"),
                            ("approved", "承認"),
                            ("declined", "差戻し"),
                            ("withdrawn", "取下げ"),
                        ],
                        verbose_name="状態",
                    ),
                ),
                ("decided_by", models.BigIntegerField(null=True, verbose_name="確認者の番号")),
                ("decided_by_name", models.TextField(null=True, verbose_name="確認者")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="確認日時")),
                (
                    "decided_sha256",
                    models.BinaryField(null=True, verbose_name="確認した内容のハッシュ値"),
                ),
                ("decision_reason", models.TextField(null=True, verbose_name="差戻しの理由")),
            ],
            options={
                "db_table": "proposal",
                "verbose_name": "申請",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["kind", "proposed_at"],
                        name="proposal_waiting",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["subjects"], name="proposal_by_person"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__regex", "^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+$")),
                        name="proposal_kind_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None),
                            ("expires_at__gt", models.F("proposed_at")),
                            _connector="OR",
                        ),
                        name="proposal_expires_after_it_was_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "open")),
                            models.Q(
                                ("decided_by", models.F("proposed_by")),
                                ("decided_by__isnull", False),
                                ("state", "withdrawn"),
                            ),
                            models.Q(
                                ("state__in", ["approved", "declined"]),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decided_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_sha256", models.F("payload_sha256")),
                                ("decided_sha256__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_approved_as_it_was_shown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(
                                ("decision_reason__isnull", False),
                                ("decision_reason__regex", "\\S"),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_declined_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
