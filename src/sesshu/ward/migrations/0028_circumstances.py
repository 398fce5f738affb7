"""What is known of a person that opens or closes a series (施行令第3条, 施行規則第2条; V060, V062, R5)."""

import django.db.models.deletion
from django.db import migrations, models

# An application names a proposal; what was found is read from the text that was approved (ADR 45). The person is
# locked, so that of two approvals at once the second sees what the first wrote.
APPROVED = """
ALTER TABLE circumstance ADD CONSTRAINT circumstance_antigen_of_a_disease
    CHECK ((kind = 'had_disease') = (antigen IS NOT NULL));
ALTER TABLE circumstance ADD CONSTRAINT circumstance_shown_by_is_known
    CHECK (shown_by IN ('doctor', 'handbook', 'certificate', 'test', 'statement'));

CREATE FUNCTION circumstance_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
    person bigint[];
    born date;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS DISTINCT FROM 'ward.circumstance' OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is nothing that this account has approved', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'circumstance_was_approved';
    END IF;
    said := asked.payload::jsonb;
    NEW.resident_id := (said ->> 'resident_id')::bigint;
    NEW.kind := said ->> 'kind';
    NEW.antigen := said ->> 'antigen';
    NEW.from_on := (said ->> 'from_on')::date;
    NEW.until_on := (said ->> 'until_on')::date;
    NEW.shown_by := said ->> 'shown_by';
    NEW.supersedes_id := (said ->> 'supersedes')::bigint;
    NEW.is_cancelled := (said ->> 'is_cancelled')::boolean;
    NEW.recorded_by_name := asked.proposed_by_name;
    NEW.checked_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();

    person := ARRAY(SELECT number_id FROM number_of_person WHERE resident_id = NEW.resident_id);
    PERFORM FROM resident WHERE id = ANY (person) ORDER BY id FOR UPDATE;
    SELECT min(birth_on) INTO born FROM resident_timeline
        WHERE resident_id = ANY (person) AND superseded_at IS NULL AND NOT is_revoked;
    IF NEW.from_on < born OR NEW.until_on < NEW.from_on
       OR greatest(NEW.from_on, NEW.until_on) > (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'days % to % cannot be', NEW.from_on, NEW.until_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'circumstance_days_are_possible';
    END IF;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM circumstance c WHERE c.id = NEW.supersedes_id AND c.resident_id = ANY (person)
          AND NOT c.is_cancelled AND c.kind = NEW.kind AND c.antigen IS NOT DISTINCT FROM NEW.antigen
    ) THEN
        RAISE EXCEPTION 'circumstance % does not stand', NEW.supersedes_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'circumstance_stands';
    END IF;
    IF NOT NEW.is_cancelled AND EXISTS (
        SELECT FROM circumstance_timeline c WHERE c.resident_id = ANY (person) AND c.replaced_at IS NULL
          AND c.id IS DISTINCT FROM NEW.supersedes_id
          AND c.kind = NEW.kind AND c.antigen IS NOT DISTINCT FROM NEW.antigen
          AND daterange(c.from_on, c.until_on, '[]') && daterange(NEW.from_on, NEW.until_on, '[]')
    ) THEN
        RAISE EXCEPTION 'the same is known of these days'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'circumstance_known_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER circumstance_is_what_was_approved BEFORE INSERT ON circumstance
    FOR EACH ROW EXECUTE FUNCTION circumstance_is_what_was_approved();
DO $$ BEGIN
    EXECUTE format(
        'ALTER FUNCTION circumstance_is_what_was_approved() SET search_path = %I, pg_temp', current_schema()
    );
END $$;
"""
NO_APPROVED = """
DROP TRIGGER circumstance_is_what_was_approved ON circumstance;
DROP FUNCTION circumstance_is_what_was_approved();
"""
# When a row stopped standing follows from the row that names it. `security_invoker`: the reader's grants decide.
TIMELINE = """
CREATE VIEW circumstance_timeline WITH (security_invoker = true) AS
SELECT c.id, c.resident_id, c.kind, c.antigen, c.from_on, c.until_on, c.shown_by, c.recorded_by_name,
       c.checked_by_name, c.recorded_at,
       (SELECT n.recorded_at FROM circumstance n WHERE n.supersedes_id = c.id) AS replaced_at
FROM circumstance c WHERE NOT c.is_cancelled;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_maternal_duty"), ("ward", "0027_budgets")]

    operations = [
        migrations.CreateModel(
            name="CircumstanceTimeline",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="事情の番号"
                    ),
                ),
                ("kind", models.TextField(verbose_name="事情")),
                ("antigen", models.TextField(null=True, verbose_name="かかった病気")),
                ("from_on", models.DateField(verbose_name="始まった日")),
                ("until_on", models.DateField(null=True, verbose_name="終わった日")),
                ("shown_by", models.TextField(verbose_name="確認した書類")),
                ("recorded_by_name", models.TextField(verbose_name="入力した職員")),
                ("checked_by_name", models.TextField(verbose_name="確認した職員")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("replaced_at", models.DateTimeField(null=True, verbose_name="置き換えた日時")),
            ],
            options={
                "verbose_name": "接種に関わる事情の経過",
                "db_table": "circumstance_timeline",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Circumstance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField(verbose_name="事情")),
                ("antigen", models.TextField(null=True, verbose_name="かかった病気")),
                ("from_on", models.DateField(verbose_name="始まった日")),
                ("until_on", models.DateField(null=True, verbose_name="終わった日")),
                ("shown_by", models.TextField(verbose_name="確認した書類")),
                ("is_cancelled", models.BooleanField(verbose_name="取消し")),
                ("recorded_by_name", models.TextField(verbose_name="入力した職員")),
                ("checked_by_name", models.TextField(verbose_name="確認した職員")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.circumstance",
                        verbose_name="前の記録",
                    ),
                ),
            ],
            options={
                "verbose_name": "接種に関わる事情",
                "db_table": "circumstance",
            },
        ),
        migrations.RunSQL(TIMELINE, "DROP VIEW circumstance_timeline;"),
        migrations.RunSQL(APPROVED, NO_APPROVED),
    ]
