"""勧奨: rounds fixed by two people, one letter about a dose once, letters that must not be sent stopped (B4)."""

import django.db.models.deletion
from django.db import migrations, models

RECORDED_TABLES = ("recall_round", "recall_step", "recall_stop")
RECORDED = "".join(
    f"""
CREATE TRIGGER {table}_is_recorded BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();
"""
    for table in RECORDED_TABLES
)
NOT_RECORDED = "".join(f"DROP TRIGGER {table}_is_recorded ON {table};" for table in RECORDED_TABLES)

# Letters not posted yet whose person died, left, came under protection, was vaccinated, or wants none by now.
TO_STOP = """
CREATE VIEW recall_to_stop WITH (security_invoker = true) AS
SELECT * FROM (
    SELECT n.round_id, n.id AS notice_id, n.resident_id,
        CASE WHEN living.died_on IS NOT NULL OR living.status = '4' THEN 'died'
             WHEN living.status IS DISTINCT FROM '1' THEN 'moved'
             WHEN r.is_guarded AND NOT n.is_guarded THEN 'guarded'
             WHEN EXISTS (
                SELECT FROM current_dose c JOIN dose d ON d.id = c.dose_id
                WHERE c.resident_id = n.resident_id AND d.series = n.series AND d.outcome = 'given'
                  AND d.recorded_at > o.recorded_at) THEN 'vaccinated'
             WHEN EXISTS (
                SELECT FROM voucher_exemption e
                WHERE e.resident_id = n.resident_id AND e.recorded_at > o.recorded_at AND e.cause IS NOT NULL
                  AND (e.series IS NULL OR e.series = n.series)) THEN 'refused'
        END AS cause
    FROM recall_notice n
    JOIN recall_round o ON o.id = n.round_id
    JOIN resident r ON r.id = n.resident_id
    LEFT JOIN LATERAL (
        SELECT t.status, t.died_on FROM resident_timeline t
        WHERE t.resident_id = n.resident_id AND t.superseded_at IS NULL AND NOT t.is_revoked
        ORDER BY t.valid_from DESC LIMIT 1
    ) living ON true
    WHERE NOT EXISTS (SELECT FROM recall_step p WHERE p.round_id = n.round_id AND p.step = 'posted')
      AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = n.id)
) found WHERE cause IS NOT NULL;
"""
NO_TO_STOP = "DROP VIEW recall_to_stop;"

# The order of the steps, who fixes, and that nothing is posted which must not be sent. Fixing writes the
# letters: a letter that another round wrote meanwhile is passed over. SECURITY DEFINER because no application
# role may write recall_notice.
STEPS = """
CREATE FUNCTION recall_step_may_be_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    taken text[];
BEGIN
    PERFORM FROM recall_round WHERE id = NEW.round_id FOR UPDATE;
    SELECT coalesce(array_agg(step), '{}') INTO taken FROM recall_step WHERE round_id = NEW.round_id;
    IF NOT (CASE NEW.step
        WHEN 'found' THEN NOT 'discarded' = ANY (taken)
        WHEN 'fixed' THEN 'found' = ANY (taken) AND NOT 'discarded' = ANY (taken)
        WHEN 'posted' THEN 'fixed' = ANY (taken)
        WHEN 'discarded' THEN NOT 'fixed' = ANY (taken)
        ELSE false END) THEN
        RAISE EXCEPTION 'round % cannot be % now', NEW.round_id, NEW.step
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_step_in_its_order';
    END IF;
    IF NEW.step = 'fixed' THEN
        SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
        IF asked.kind IS DISTINCT FROM 'ward.recall_fix' OR asked.state <> 'approved'
           OR asked.decided_by IS DISTINCT FROM acting_account()
           OR (asked.payload::jsonb ->> 'round')::bigint <> NEW.round_id
           OR (asked.payload::jsonb ->> 'letters')::bigint <>
              (SELECT count(*) FROM recall_candidate WHERE round_id = NEW.round_id AND excluded IS NULL) THEN
            RAISE EXCEPTION 'round % is fixed by a second person as it was shown', NEW.round_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_round_was_approved';
        END IF;
    END IF;
    IF NEW.step = 'posted' AND EXISTS (SELECT FROM recall_to_stop WHERE round_id = NEW.round_id) THEN
        RAISE EXCEPTION 'round % holds letters that must not be sent', NEW.round_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_round_posts_nothing_to_stop';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recall_step_may_be_taken BEFORE INSERT ON recall_step
    FOR EACH ROW EXECUTE FUNCTION recall_step_may_be_taken();

CREATE FUNCTION recall_letters_are_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO recall_notice (round_id, resident_id, series, dose, attempt, is_guarded)
        SELECT round_id, resident_id, series, dose, attempt, is_guarded FROM recall_candidate
        WHERE round_id = NEW.round_id AND excluded IS NULL ORDER BY id
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER recall_letters_are_written AFTER INSERT ON recall_step
    FOR EACH ROW WHEN (NEW.step = 'fixed') EXECUTE FUNCTION recall_letters_are_written();

CREATE FUNCTION recall_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a letter that was written is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_is_fixed';
END $$;
CREATE TRIGGER recall_notice_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON recall_notice
    FOR EACH STATEMENT EXECUTE FUNCTION recall_is_fixed();
"""
NO_STEPS = """
DROP TRIGGER recall_notice_is_fixed ON recall_notice;
DROP FUNCTION recall_is_fixed();
DROP TRIGGER recall_letters_are_written ON recall_step;
DROP FUNCTION recall_letters_are_written();
DROP TRIGGER recall_step_may_be_taken ON recall_step;
DROP FUNCTION recall_step_may_be_taken();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['recall_step_may_be_taken', 'recall_letters_are_written', 'recall_is_fixed'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_post"), ("ward", "0010_reports")]

    operations = [
        migrations.CreateModel(
            name="RecallNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField(verbose_name="接種名称")),
                ("dose", models.IntegerField(verbose_name="回数")),
                ("attempt", models.IntegerField(verbose_name="何回目の通知か")),
                ("is_guarded", models.BooleanField(verbose_name="担当課対応")),
                (
                    "resident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "勧奨の通知",
                "db_table": "recall_notice",
            },
        ),
        migrations.CreateModel(
            name="RecallRound",
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
                ("name", models.TextField(verbose_name="名前")),
                ("conditions", models.TextField(verbose_name="条件")),
                ("base_on", models.DateField(verbose_name="基準日")),
                ("release", models.TextField(verbose_name="規則の版")),
            ],
            options={
                "verbose_name": "勧奨",
                "db_table": "recall_round",
            },
        ),
        migrations.CreateModel(
            name="RecallStop",
            fields=[
                ("recorded_by", models.BigIntegerField(null=True, verbose_name="入力者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="入力者")),
                ("recorded_at", models.DateTimeField(verbose_name="入力日時")),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.recallnotice",
                        verbose_name="勧奨の通知",
                    ),
                ),
                ("cause", models.TextField(verbose_name="止めた理由")),
            ],
            options={
                "verbose_name": "止めた通知",
                "db_table": "recall_stop",
            },
        ),
        migrations.AddField(
            model_name="recallnotice",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.recallround",
                verbose_name="勧奨",
            ),
        ),
        migrations.CreateModel(
            name="RecallCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField(verbose_name="接種名称")),
                ("dose", models.IntegerField(verbose_name="回数")),
                ("attempt", models.IntegerField(verbose_name="何回目の通知か")),
                (
                    "standard_until",
                    models.DateField(null=True, verbose_name="標準的な期間の最終日"),
                ),
                ("last_on", models.DateField(null=True, verbose_name="最後の接種日")),
                ("is_guarded", models.BooleanField(verbose_name="担当課対応")),
                ("excluded", models.TextField(null=True, verbose_name="除外の理由")),
                (
                    "resident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.recallround",
                        verbose_name="勧奨",
                    ),
                ),
            ],
            options={
                "verbose_name": "勧奨の候補",
                "db_table": "recall_candidate",
            },
        ),
        migrations.CreateModel(
            name="RecallStep",
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
                ("step", models.TextField(verbose_name="段階")),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.recallround",
                        verbose_name="勧奨",
                    ),
                ),
            ],
            options={
                "verbose_name": "勧奨の段階",
                "db_table": "recall_step",
            },
        ),
        migrations.AddConstraint(
            model_name="recallnotice",
            constraint=models.UniqueConstraint(
                fields=("resident", "series", "dose", "attempt"), name="recall_notice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recallcandidate",
            constraint=models.UniqueConstraint(
                fields=("round", "resident", "series", "dose"), name="recall_candidate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recallstep",
            constraint=models.UniqueConstraint(fields=("round", "step"), name="recall_step_once"),
        ),
        migrations.RunSQL(RECORDED, NOT_RECORDED),
        migrations.RunSQL(TO_STOP, NO_TO_STOP),
        migrations.RunSQL(STEPS, NO_STEPS),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
