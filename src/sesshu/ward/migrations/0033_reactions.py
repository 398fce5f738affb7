"""Reports of adverse reactions: linked to a dose by two people, handed on once to each (B11, V114)."""

import django.db.models.deletion
from django.db import migrations, models

# An application names a proposal; what was reported is read from the text that was approved (ADR 45). A first
# report is of a dose that stands; a later one keeps the dose, whatever became of its record.
APPROVED = """
ALTER TABLE reaction_report ADD CONSTRAINT reaction_words_of_another_symptom
    CHECK ((symptom = 'other') = (symptom_words IS NOT NULL));

CREATE FUNCTION reaction_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
    given dose;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS DISTINCT FROM 'ward.reaction_report' OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is nothing that this account has approved', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reaction_was_approved';
    END IF;
    said := asked.payload::jsonb;
    NEW.dose_id := (said ->> 'dose_id')::bigint;
    NEW.symptom := said ->> 'symptom';
    NEW.symptom_words := said ->> 'symptom_words';
    NEW.onset_on := (said ->> 'onset_on')::date;
    NEW.severity := said ->> 'severity';
    NEW.course := said ->> 'course';
    NEW.told_by := said ->> 'told_by';
    NEW.told_on := (said ->> 'told_on')::date;
    NEW.received_on := (said ->> 'received_on')::date;
    NEW.supersedes_id := (said ->> 'supersedes')::bigint;
    NEW.is_cancelled := (said ->> 'is_cancelled')::boolean;
    NEW.recorded_by_name := asked.proposed_by_name;
    NEW.checked_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();

    SELECT * INTO given FROM dose WHERE id = NEW.dose_id;
    IF given.outcome IS DISTINCT FROM 'given' OR asked.subjects <> ARRAY[given.resident_id]
       OR NEW.supersedes_id IS NULL AND NOT EXISTS (SELECT FROM current_dose WHERE dose_id = NEW.dose_id) THEN
        RAISE EXCEPTION 'dose % does not stand', NEW.dose_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reaction_is_of_a_dose';
    END IF;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM reaction_report r
        WHERE r.id = NEW.supersedes_id AND r.dose_id = NEW.dose_id AND NOT r.is_cancelled
    ) THEN
        RAISE EXCEPTION 'report % does not stand', NEW.supersedes_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reaction_report_stands';
    END IF;
    IF NOT (given.given_on <= NEW.onset_on AND NEW.onset_on <= NEW.told_on AND NEW.told_on <= NEW.received_on
            AND NEW.received_on <= (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date)
       AND NOT NEW.is_cancelled THEN
        RAISE EXCEPTION 'days from % to % cannot be', NEW.onset_on, NEW.received_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reaction_days_are_possible';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reaction_is_what_was_approved BEFORE INSERT ON reaction_report
    FOR EACH ROW EXECUTE FUNCTION reaction_is_what_was_approved();
"""
NO_APPROVED = """
DROP TRIGGER reaction_is_what_was_approved ON reaction_report;
DROP FUNCTION reaction_is_what_was_approved();
"""

# What is handed on is the report as it stands. Who wrote a row, and when, is PostgreSQL's to say.
HANDED_ON = """
CREATE TRIGGER reaction_forwarding_is_recorded BEFORE INSERT ON reaction_forwarding
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();

CREATE FUNCTION reaction_is_handed_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    report reaction_report;
BEGIN
    SELECT * INTO report FROM reaction_report WHERE id = NEW.report_id FOR SHARE;
    IF report.is_cancelled IS DISTINCT FROM false
       OR EXISTS (SELECT FROM reaction_report WHERE supersedes_id = NEW.report_id) THEN
        RAISE EXCEPTION 'report % does not stand', NEW.report_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reaction_report_stands';
    END IF;
    IF NEW.handed_on < report.received_on
       OR NEW.handed_on > (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'a report received on % was not handed on on %', report.received_on, NEW.handed_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reaction_days_are_possible';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reaction_is_handed_on BEFORE INSERT ON reaction_forwarding
    FOR EACH ROW EXECUTE FUNCTION reaction_is_handed_on();
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['reaction_is_what_was_approved', 'reaction_is_handed_on'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""
NO_HANDED_ON = """
DROP TRIGGER reaction_is_handed_on ON reaction_forwarding;
DROP TRIGGER reaction_forwarding_is_recorded ON reaction_forwarding;
DROP FUNCTION reaction_is_handed_on();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_maternal_duty"), ("ward", "0032_differences")]

    operations = [
        migrations.CreateModel(
            name="ReactionReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("symptom", models.TextField(verbose_name="症状")),
                ("symptom_words", models.TextField(null=True, verbose_name="その他の症状")),
                ("onset_on", models.DateField(verbose_name="発生した日")),
                ("severity", models.TextField(verbose_name="重さ")),
                ("course", models.TextField(verbose_name="転帰")),
                ("told_by", models.TextField(verbose_name="届いた方法")),
                ("told_on", models.DateField(verbose_name="報告の日")),
                ("received_on", models.DateField(verbose_name="受け付けた日")),
                ("is_cancelled", models.BooleanField(verbose_name="取消し")),
                ("recorded_by_name", models.TextField(verbose_name="入力した職員")),
                ("checked_by_name", models.TextField(verbose_name="確認した職員")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
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
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="ward.reactionreport",
                        verbose_name="前の報告",
                    ),
                ),
            ],
            options={
                "verbose_name": "副反応疑い報告",
                "db_table": "reaction_report",
            },
        ),
        migrations.CreateModel(
            name="ReactionForwarding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_by", models.BigIntegerField(null=True, verbose_name="入力者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="入力者")),
                ("recorded_at", models.DateTimeField(verbose_name="入力日時")),
                ("handed_to", models.TextField(verbose_name="送った先")),
                ("handed_on", models.DateField(verbose_name="送った日")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.reactionreport",
                        verbose_name="副反応疑い報告",
                    ),
                ),
            ],
            options={
                "verbose_name": "副反応疑い報告の送付",
                "db_table": "reaction_forwarding",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "handed_to"), name="reaction_is_handed_on_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(HANDED_ON, NO_HANDED_ON),
    ]
