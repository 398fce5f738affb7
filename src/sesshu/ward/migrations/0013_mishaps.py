"""Decisions about doses given wrong: PostgreSQL writes what two people agreed on (V061, R5)."""

import django.db.models.deletion
from django.db import migrations, models

# An application names a proposal; what was decided is read from the text that was approved (ADR 45).
APPROVED = """
ALTER TABLE mishap_decision ADD CONSTRAINT mishap_class_is_known
    CHECK (error_class IS NULL OR error_class BETWEEN 1 AND 11);
ALTER TABLE mishap_decision ADD CONSTRAINT mishap_counts_or_not
    CHECK (counts IN ('counts', 'does_not_count'));

CREATE FUNCTION mishap_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS DISTINCT FROM 'ward.mishap_decision' OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no decision that this account has approved', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mishap_was_approved';
    END IF;
    said := asked.payload::jsonb;
    NEW.dose_id := (said ->> 'dose_id')::bigint;
    NEW.error_class := (said ->> 'error_class')::integer;
    NEW.counts := said ->> 'counts';
    NEW.measure := said ->> 'measure';
    NEW.is_urgent := (said ->> 'is_urgent')::boolean;
    NEW.decided_by_name := asked.decided_by_name;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER mishap_is_what_was_approved BEFORE INSERT ON mishap_decision
    FOR EACH ROW EXECUTE FUNCTION mishap_is_what_was_approved();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION mishap_is_what_was_approved() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NO_APPROVED = """
DROP TRIGGER mishap_is_what_was_approved ON mishap_decision;
DROP FUNCTION mishap_is_what_was_approved();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_second_person"), ("ward", "0012_overlays")]

    operations = [
        migrations.CreateModel(
            name="MishapDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("error_class", models.IntegerField(null=True, verbose_name="間違い接種の態様")),
                ("counts", models.TextField(verbose_name="回数の扱い")),
                ("measure", models.TextField(verbose_name="対応")),
                ("is_urgent", models.BooleanField(verbose_name="速やかに報告")),
                ("decided_by_name", models.TextField(verbose_name="決定した職員")),
                ("decided_at", models.DateTimeField(verbose_name="決定日時")),
                (
                    "dose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.dose",
                        verbose_name="接種",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "間違い接種の決定",
                "db_table": "mishap_decision",
            },
        ),
        migrations.RunSQL(APPROVED, NO_APPROVED),
    ]
