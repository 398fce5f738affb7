"""Runs over a population in chunks that are done once (house.md §4; issue 2, step 2)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# A run goes forward only, is never rewritten, and a chunk that is done is never done again, whatever the
# program says. Search paths are set so that no temporary table lies before ours.
GUARDS = """
CREATE FUNCTION run_requested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.state := 'waiting';
    NEW.started_by := acting_account();
    NEW.started_by_name := acting_name();
    NEW.requested_at := clock_timestamp();
    NEW.begun_at := NULL;
    NEW.ended_at := NULL;
    RETURN NEW;
END $$;

CREATE FUNCTION run_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.kind, NEW.input_sha256, NEW.input_path, NEW.input_name, NEW.params, NEW.rulebook_release,
        NEW.started_by, NEW.started_by_name, NEW.requested_at)
       IS DISTINCT FROM
       (OLD.id, OLD.kind, OLD.input_sha256, OLD.input_path, OLD.input_name, OLD.params, OLD.rulebook_release,
        OLD.started_by, OLD.started_by_name, OLD.requested_at) THEN
        RAISE EXCEPTION 'what run % works on does not change', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_is_fixed';
    END IF;
    IF OLD.state || ' ' || NEW.state NOT IN (
        'waiting running', 'waiting failed', 'waiting cancelled',
        'running running', 'running done', 'running failed', 'running cancelled',
        'failed waiting', 'failed cancelled') THEN
        RAISE EXCEPTION 'run % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_goes_forward';
    END IF;
    NEW.begun_at := coalesce(OLD.begun_at, CASE WHEN NEW.state = 'running' THEN clock_timestamp() END);
    NEW.ended_at := CASE WHEN NEW.state IN ('done', 'failed', 'cancelled') THEN clock_timestamp() END;
    IF NEW.state <> 'failed' THEN
        NEW.failure := NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION run_chunk_done_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.run_id, NEW.number, NEW.size, NEW.spec)
       IS DISTINCT FROM (OLD.id, OLD.run_id, OLD.number, OLD.size, OLD.spec) THEN
        RAISE EXCEPTION 'chunk % does not change', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_chunk_is_fixed';
    END IF;
    IF OLD.done_at IS NULL THEN
        NEW.done_at := clock_timestamp();
    ELSIF (NEW.done_at, NEW.counts) IS DISTINCT FROM (OLD.done_at, OLD.counts)
          OR NEW.members IS NOT NULL AND NEW.members IS DISTINCT FROM OLD.members THEN
        RAISE EXCEPTION 'chunk % was done before', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_chunk_done_once';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION run_cancellation_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.asked_by := acting_account();
    NEW.asked_by_name := acting_name();
    NEW.asked_at := clock_timestamp();
    RETURN NEW;
END $$;

-- The portal may put a failed run back in line and change nothing else of it; so it has this function,
-- which runs as the owner, instead of UPDATE.
CREATE FUNCTION resume_run(number bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$
    WITH resumed AS (
        UPDATE run SET state = 'waiting' WHERE id = number AND state = 'failed' RETURNING 1
    )
    SELECT EXISTS (SELECT FROM resumed);
$$;

DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['run_requested()', 'run_goes_on()', 'run_chunk_done_once()',
                                 'run_cancellation_asked()', 'resume_run(bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;

CREATE TRIGGER run_requested BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION run_requested();
CREATE TRIGGER run_goes_on BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION run_goes_on();
CREATE TRIGGER run_chunk_done_once BEFORE UPDATE ON run_chunk
    FOR EACH ROW EXECUTE FUNCTION run_chunk_done_once();
CREATE TRIGGER run_cancellation_asked BEFORE INSERT ON run_cancellation
    FOR EACH ROW EXECUTE FUNCTION run_cancellation_asked();
"""
NO_GUARDS = """
DROP TRIGGER run_cancellation_asked ON run_cancellation;
DROP TRIGGER run_chunk_done_once ON run_chunk;
DROP TRIGGER run_goes_on ON run;
DROP TRIGGER run_requested ON run;
DROP FUNCTION resume_run(bigint);
DROP FUNCTION run_cancellation_asked();
DROP FUNCTION run_chunk_done_once();
DROP FUNCTION run_goes_on();
DROP FUNCTION run_requested();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_accounts")]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField(verbose_name="種類")),
                ("input_sha256", models.TextField(null=True, verbose_name="入力のハッシュ値")),
                ("input_path", models.TextField(null=True, verbose_name="入力の場所")),
                ("input_name", models.TextField(null=True, verbose_name="入力の名前")),
                ("params", models.JSONField(verbose_name="条件")),
                ("rulebook_release", models.TextField(null=True, verbose_name="規則の版")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "準備中"),
                            ("running", "実行中"),
                            ("done", "完了"),
                            ("failed", "失敗"),
                            ("cancelled", "中止"),
                        ],
                        verbose_name="状態",
                    ),
                ),
                ("total", models.BigIntegerField(null=True, verbose_name="全体の数")),
                ("control", models.JSONField(null=True, verbose_name="合うべき合計")),
                ("counts", models.JSONField(null=True, verbose_name="件数")),
                ("failure", models.TextField(null=True, verbose_name="失敗の理由")),
                ("started_by", models.BigIntegerField(null=True, verbose_name="始めた職員の番号")),
                ("started_by_name", models.TextField(verbose_name="始めた職員")),
                ("requested_at", models.DateTimeField(verbose_name="受付日時")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="開始日時")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="終了日時")),
            ],
            options={
                "verbose_name": "一括処理",
                "db_table": "run",
            },
        ),
        migrations.CreateModel(
            name="RunChunk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField(verbose_name="番号")),
                ("size", models.BigIntegerField(verbose_name="大きさ")),
                ("spec", models.JSONField(verbose_name="範囲")),
                ("counts", models.JSONField(null=True, verbose_name="件数")),
                (
                    "members",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        null=True,
                        size=None,
                        verbose_name="対象者",
                    ),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="終了日時")),
            ],
            options={
                "verbose_name": "一括処理の区分",
                "db_table": "run_chunk",
            },
        ),
        migrations.CreateModel(
            name="RunCancellation",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="foundation.run",
                        verbose_name="一括処理",
                    ),
                ),
                ("reason", models.TextField(verbose_name="中止の理由")),
                ("asked_by", models.BigIntegerField(null=True, verbose_name="中止した職員の番号")),
                ("asked_by_name", models.TextField(verbose_name="中止した職員")),
                ("asked_at", models.DateTimeField(verbose_name="中止の受付日時")),
            ],
            options={
                "verbose_name": "一括処理の中止",
                "db_table": "run_cancellation",
            },
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=["id"],
                name="run_to_do",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("kind", "input_sha256", "params"),
                name="run_once_per_input",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__regex", "^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+$")),
                name="run_kind_is_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("input_path", None), ("input_sha256", None)),
                    models.Q(
                        ("input_path__isnull", False), ("input_sha256__regex", "^[0-9a-f]{64}$")
                    ),
                    _connector="OR",
                ),
                name="run_input_is_hashed",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "running", "done", "failed", "cancelled"])
                ),
                name="run_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    ("failure__regex", "\\S"),
                    _connector="OR",
                ),
                name="run_failure_is_told",
            ),
        ),
        migrations.AddField(
            model_name="runchunk",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="foundation.run",
                verbose_name="一括処理",
            ),
        ),
        migrations.AddConstraint(
            model_name="runcancellation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="run_cancellation_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="runchunk",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="run_chunk_number"),
        ),
        migrations.AddConstraint(
            model_name="runchunk",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("size__gte", 0)),
                name="run_chunk_counts_from_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="runchunk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counts", None), ("done_at", None), ("members", None)),
                    models.Q(("counts__isnull", False), ("done_at__isnull", False)),
                    _connector="OR",
                ),
                name="run_chunk_done_with_counts",
            ),
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
