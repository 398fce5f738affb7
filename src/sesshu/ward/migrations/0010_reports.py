"""Reports: figures that are only added to, an ending that the database hashes, a signature of a second person (R15)."""

import django.db.models.deletion
from django.db import migrations, models

FIGURES = """
CREATE VIEW report_figure WITH (security_invoker = true) AS
SELECT report_id, table_code, line_code, column_code, sum(count)::bigint AS count
FROM report_part GROUP BY report_id, table_code, line_code, column_code;
"""
NO_FIGURES = "DROP VIEW report_figure;"
# What was computed stays as it was computed: the ending is the database's own sum and hash of the figures,
# nothing is added after it, and a signature is only of these figures and by a second person.
GUARDS = """
CREATE FUNCTION report_part_comes_before_the_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM report_ending e WHERE e.report_id = NEW.report_id) THEN
        RAISE EXCEPTION 'the figures of report % are complete', NEW.report_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_complete';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_part_comes_before_the_ending BEFORE INSERT ON report_part
    FOR EACH ROW EXECUTE FUNCTION report_part_comes_before_the_ending();

CREATE FUNCTION report_ending_is_computed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(
               concat_ws('|', f.table_code, f.line_code, f.column_code, f.count), E'\\n'
               ORDER BY f.table_code COLLATE "C", f.line_code COLLATE "C", f.column_code COLLATE "C"
           ), ''), 'UTF8')), 'hex')
        INTO NEW.figures, NEW.figures_sha256
        FROM report_figure f WHERE f.report_id = NEW.report_id;
    NEW.ended_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER report_ending_is_computed BEFORE INSERT ON report_ending
    FOR EACH ROW EXECUTE FUNCTION report_ending_is_computed();

CREATE FUNCTION report_signature_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE approved proposal%ROWTYPE;
BEGIN
    SELECT p.* INTO approved FROM proposal p WHERE p.id = NEW.proposal_id
        AND p.kind = 'ward.report_signature' AND p.state = 'approved'
        AND (p.payload::jsonb ->> 'report')::bigint = NEW.report_id;
    SELECT e.figures_sha256 INTO NEW.figures_sha256 FROM report_ending e WHERE e.report_id = NEW.report_id
        AND e.figures_sha256 = approved.payload::jsonb ->> 'figures_sha256';
    IF NEW.figures_sha256 IS NULL THEN
        RAISE EXCEPTION 'nobody approved these figures of report %', NEW.report_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_signature_is_approved';
    END IF;
    NEW.submitted_by_name := approved.proposed_by_name;
    NEW.signed_by_name := approved.decided_by_name;
    NEW.signed_at := approved.decided_at;
    RETURN NEW;
END $$;
CREATE TRIGGER report_signature_is_approved BEFORE INSERT ON report_signature
    FOR EACH ROW EXECUTE FUNCTION report_signature_is_approved();

DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['report_part_comes_before_the_ending', 'report_ending_is_computed',
                                 'report_signature_is_approved'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;

ALTER TABLE report
    ADD CONSTRAINT report_definition_is_hashed
        CHECK (definition_sha256 = encode(sha256(convert_to(definition, 'UTF8')), 'hex')),
    ADD CONSTRAINT report_query_is_hashed
        CHECK (query_sha256 = encode(sha256(convert_to(query, 'UTF8')), 'hex'));
"""
NO_GUARDS = """
ALTER TABLE report DROP CONSTRAINT report_definition_is_hashed, DROP CONSTRAINT report_query_is_hashed;
DROP TRIGGER report_signature_is_approved ON report_signature;
DROP FUNCTION report_signature_is_approved();
DROP TRIGGER report_ending_is_computed ON report_ending;
DROP FUNCTION report_ending_is_computed();
DROP TRIGGER report_part_comes_before_the_ending ON report_part;
DROP FUNCTION report_part_comes_before_the_ending();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0007_report_duties"),
        ("ward", "0009_merges"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.BigIntegerField(unique=True, verbose_name="一括処理")),
                ("code", models.TextField(verbose_name="報告の種類")),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("as_of", models.DateField(verbose_name="基準日")),
                ("known_at", models.DateTimeField(verbose_name="データの日時")),
                ("definition", models.TextField(verbose_name="定義")),
                ("definition_sha256", models.TextField(verbose_name="定義のハッシュ値")),
                ("query", models.TextField(verbose_name="問合せ文")),
                ("query_sha256", models.TextField(verbose_name="問合せ文のハッシュ値")),
                ("release", models.TextField(verbose_name="規則の版")),
                ("begun_at", models.DateTimeField(verbose_name="計算の開始日時")),
                (
                    "recomputes",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.report",
                        verbose_name="確かめた報告",
                    ),
                ),
            ],
            options={
                "verbose_name": "報告",
                "db_table": "report",
            },
        ),
        migrations.CreateModel(
            name="ReportEnding",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ending",
                        serialize=False,
                        to="ward.report",
                        verbose_name="報告",
                    ),
                ),
                ("figures", models.IntegerField(verbose_name="数値の数")),
                ("figures_sha256", models.TextField(verbose_name="数値のハッシュ値")),
                ("ended_at", models.DateTimeField(verbose_name="計算の終了日時")),
            ],
            options={
                "verbose_name": "報告の数値の確定",
                "db_table": "report_ending",
            },
        ),
        migrations.CreateModel(
            name="ReportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.IntegerField(verbose_name="区分の番号")),
                ("table_code", models.TextField(verbose_name="表")),
                ("line_code", models.TextField(verbose_name="行")),
                ("column_code", models.TextField(verbose_name="列")),
                ("count", models.BigIntegerField(verbose_name="数")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.report",
                        verbose_name="報告",
                    ),
                ),
            ],
            options={
                "verbose_name": "報告の内訳",
                "db_table": "report_part",
            },
        ),
        migrations.CreateModel(
            name="ReportSubmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.report",
                        verbose_name="報告",
                    ),
                ),
            ],
            options={
                "verbose_name": "決裁に出した報告",
                "db_table": "report_submission",
            },
        ),
        migrations.CreateModel(
            name="ReportSignature",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="signature",
                        serialize=False,
                        to="ward.report",
                        verbose_name="報告",
                    ),
                ),
                ("figures_sha256", models.TextField(verbose_name="承認した数値のハッシュ値")),
                ("submitted_by_name", models.TextField(verbose_name="決裁に出した職員")),
                ("signed_by_name", models.TextField(verbose_name="承認した職員")),
                ("signed_at", models.DateTimeField(verbose_name="承認日時")),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "報告の決裁",
                "db_table": "report_signature",
            },
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["code", "fiscal_year", "-id"], name="report_of_kind_and_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=models.UniqueConstraint(
                fields=("report", "table_code", "line_code", "column_code", "part"),
                name="report_part_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gt", 0)), name="report_part_counts_somebody"
            ),
        ),
        migrations.RunSQL(FIGURES, NO_FIGURES),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
