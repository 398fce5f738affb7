"""What was published of reports: signed ones only, and one cut a year of the same people (R15, ADR 90)."""

import django.db.models.deletion
from django.db import migrations, models

# Who published, of which family and year, is read here. Two cuts of the same people stand beside each other
# only where each names the other and both tell of the same day and the same state of knowledge; two reports of
# one family about days less than half a year apart would be subtracted from each other.
WRITTEN = """
CREATE FUNCTION report_publication_tells_nobody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    own report%ROWTYPE;
    other record;
BEGIN
    PERFORM pg_advisory_xact_lock('report_publication'::regclass::oid::bigint);
    SELECT r.* INTO own FROM report r JOIN report_signature s ON s.report_id = r.id WHERE r.id = NEW.report_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'report % is not signed', NEW.report_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_published_is_signed';
    END IF;
    NEW.family := own.definition::jsonb ->> 'family';
    NEW.fiscal_year := own.fiscal_year;
    NEW.code := own.code;
    NEW.tables_sha256 := encode(sha256(convert_to(NEW.tables, 'UTF8')), 'hex');
    NEW.recorded_by := acting_account();
    NEW.recorded_by_name := acting_name();
    NEW.recorded_at := clock_timestamp();
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM report_publication p JOIN report r ON r.id = p.report_id
        WHERE p.report_id = NEW.replaces_id AND (p.code, p.fiscal_year, r.as_of) = (own.code, own.fiscal_year, own.as_of)
    ) THEN
        RAISE EXCEPTION 'report % is no version of %', NEW.report_id, NEW.replaces_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_published_anew_is_the_same';
    END IF;
    FOR other IN
        SELECT r.code, r.as_of, r.known_at, r.fiscal_year
        FROM report_publication p JOIN report r ON r.id = p.report_id
        WHERE p.family = NEW.family AND p.report_id IS DISTINCT FROM NEW.replaces_id
          AND NOT EXISTS (SELECT FROM report_publication n WHERE n.replaces_id = p.report_id)
          AND (p.fiscal_year = NEW.fiscal_year OR abs(r.as_of - own.as_of) < 180)
    LOOP
        IF (other.code, other.fiscal_year) = (own.code, own.fiscal_year) THEN
            RAISE EXCEPTION 'another version than % stands published', NEW.replaces_id
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'report_published_first_once';
        END IF;
        IF NOT coalesce(own.definition::jsonb -> 'beside' ? other.code, false) OR other.as_of <> own.as_of
            OR (NEW.replaces_id IS NULL AND other.known_at <> own.known_at)
        THEN
            RAISE EXCEPTION 'report % tells of the same as % of %', NEW.report_id, other.code, other.as_of
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_published_one_cut';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER report_publication_tells_nobody BEFORE INSERT ON report_publication
    FOR EACH ROW EXECUTE FUNCTION report_publication_tells_nobody();
DO $$ BEGIN
    EXECUTE format(
        'ALTER FUNCTION report_publication_tells_nobody() SET search_path = %I, pg_temp', current_schema()
    );
END $$;
"""
NOT_WRITTEN = """
DROP TRIGGER report_publication_tells_nobody ON report_publication;
DROP FUNCTION report_publication_tells_nobody();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ward", "0030_guarded_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportPublication",
            fields=[
                ("recorded_by", models.BigIntegerField(null=True, verbose_name="入力者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="入力者")),
                ("recorded_at", models.DateTimeField(verbose_name="入力日時")),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="publication",
                        serialize=False,
                        to="ward.report",
                        verbose_name="報告",
                    ),
                ),
                ("family", models.TextField(verbose_name="同じ方々の報告の組")),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("code", models.TextField(verbose_name="報告の種類")),
                ("tables", models.TextField(verbose_name="公表した表")),
                ("tables_sha256", models.TextField(verbose_name="公表した表のハッシュ値")),
                ("reason", models.TextField(null=True, verbose_name="差し替えた理由")),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="ward.reportpublication",
                        verbose_name="前の公表",
                    ),
                ),
            ],
            options={
                "verbose_name": "報告の公表",
                "db_table": "report_publication",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces", None)),
                        fields=("fiscal_year", "code"),
                        name="report_published_first_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", None), ("replaces", None)),
                            models.Q(("reason__regex", "\\S"), ("replaces__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_published_anew_says_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WRITTEN, NOT_WRITTEN),
    ]
