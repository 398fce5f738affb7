"""What was found in lines behind the wall is kept with them, and what became of each of them (D3)."""

import django.db.models.deletion
from django.db import migrations, models

# The body of 0007, with the findings: they tell what is wrong with a dose, and go where its line goes.
SHELTER = """
CREATE OR REPLACE FUNCTION intake_rows_are_sheltered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    own bigint[] := ARRAY(SELECT id FROM intake_row WHERE NEW.id IN (resident_id, chosen_id));
BEGIN
    INSERT INTO guarded_intake_row (row_id, text, image{findings})
        SELECT r.id, coalesce(r.corrected, r.text), i.content{found} FROM intake_row r
        LEFT JOIN intake_image i ON i.row_id = r.id WHERE r.id = ANY (own) AND r.text IS NOT NULL
        ON CONFLICT (row_id) DO NOTHING;
    DELETE FROM intake_image WHERE row_id = ANY (own);
    UPDATE intake_row SET state = CASE state WHEN 'recorded' THEN state ELSE 'guarded' END, text = NULL,
        corrected = NULL, resident_id = NULL, chosen_id = NULL, proposal_id = NULL, submission_id = NULL,
        findings = '[]', stated_reason = NULL, outcome = NULL WHERE id = ANY (own);
    RETURN NULL;
END $$;
"""
SHELTER_WITH_FINDINGS = SHELTER.format(findings=", findings", found=", r.findings")
SHELTER_BEFORE = SHELTER.format(findings="", found="")

# The row is locked, so that of two people who settle it at once the second sees what the first did. What a second
# person sent back, or the first took back, may be settled anew.
SETTLED = """
CREATE FUNCTION guarded_row_is_settled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM FROM intake_row WHERE id = NEW.row_id AND state = 'guarded' FOR UPDATE;
    IF NOT FOUND OR EXISTS (
        SELECT FROM guarded_intake_settlement s LEFT JOIN proposal p ON p.id = s.proposal_id
        WHERE s.row_id = NEW.row_id AND (p.id IS NULL OR p.state IN ('open', 'approved'))
    ) THEN
        RAISE EXCEPTION 'row % was settled', NEW.row_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guarded_row_is_settled_once';
    END IF;
    NEW.settled_by := acting_account();
    NEW.settled_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER guarded_row_is_settled BEFORE INSERT ON guarded_intake_settlement
    FOR EACH ROW EXECUTE FUNCTION guarded_row_is_settled();
"""
NOT_SETTLED = """
DROP TRIGGER guarded_row_is_settled ON guarded_intake_settlement;
DROP FUNCTION guarded_row_is_settled();
"""
PINNED = """
DO $$
DECLARE guard regprocedure;
BEGIN
    FOREACH guard IN ARRAY ARRAY['intake_rows_are_sheltered()', 'guarded_row_is_settled()']::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_fee_duty"), ("ward", "0021_paid_back")]

    operations = [
        migrations.AddField(
            model_name="guardedintakerow",
            name="findings",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()), verbose_name="確認の結果"
            ),
        ),
        migrations.CreateModel(
            name="GuardedIntakeSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(null=True, verbose_name="記録しない理由")),
                ("settled_by", models.BigIntegerField(verbose_name="処理した職員")),
                ("settled_at", models.DateTimeField(verbose_name="処理した日時")),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.proposal",
                        verbose_name="接種の申請",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.intakerow",
                        verbose_name="医療機関ファイルの行",
                    ),
                ),
            ],
            options={
                "verbose_name": "担当課対応の行の処理",
                "db_table": "guarded_intake_settlement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposal", None), ("reason", None), _connector="XOR"),
                        name="guarded_intake_settlement_is_one_of_two",
                    )
                ],
            },
        ),
        migrations.RunSQL(SHELTER_WITH_FINDINGS, SHELTER_BEFORE),
        migrations.RunSQL(SETTLED, NOT_SETTLED),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
