"""Who need not pay (B14): what the welfare office tells is kept apart, and answered for one day (ADR 75)."""

import django.db.models.deletion
from django.db import migrations, models

RECORDED = """
CREATE TRIGGER tax_status_is_recorded BEFORE INSERT ON tax_status
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();

CREATE FUNCTION welfare_row_is_corrected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.settled_at IS NOT NULL THEN
        RAISE EXCEPTION 'a settled row cannot be corrected' USING ERRCODE = 'check_violation';
    END IF;
    NEW.corrected_by := acting_account();
    RETURN NEW;
END $$;
CREATE TRIGGER welfare_row_is_corrected BEFORE UPDATE OF corrected ON welfare_rejected_row
    FOR EACH ROW EXECUTE FUNCTION welfare_row_is_corrected();

CREATE FUNCTION told_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was told is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'told_is_fixed';
END $$;
CREATE TRIGGER welfare_status_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON welfare_status
    FOR EACH STATEMENT EXECUTE FUNCTION told_is_fixed();
CREATE TRIGGER tax_status_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON tax_status
    FOR EACH STATEMENT EXECUTE FUNCTION told_is_fixed();
"""
NOT_RECORDED = """
DROP TRIGGER tax_status_is_fixed ON tax_status;
DROP TRIGGER welfare_status_is_fixed ON welfare_status;
DROP FUNCTION told_is_fixed();
DROP TRIGGER welfare_row_is_corrected ON welfare_rejected_row;
DROP FUNCTION welfare_row_is_corrected();
DROP TRIGGER tax_status_is_recorded ON tax_status;
"""

# The newest word about each span. SECURITY DEFINER below: pages may ask about one person and one day, and are told
# neither the ground nor the span (ADR 75). A person is asked about under all their numbers (ADR 53).
ANSWER = """
CREATE VIEW welfare_standing WITH (security_invoker = true) AS
SELECT resident_id, ground, valid_from, valid_until, file_id FROM (
    SELECT DISTINCT ON (resident_id, ground, valid_from) * FROM welfare_status
    ORDER BY resident_id, ground, valid_from, id DESC
) newest WHERE NOT is_revoked;

CREATE FUNCTION fee_is_exempt(who bigint, on_day date, untaxed_too boolean) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
    numbers bigint[] := ARRAY(SELECT same_person(who));
BEGIN
    RETURN EXISTS (
        SELECT FROM welfare_standing w WHERE w.resident_id = ANY (numbers)
          AND w.valid_from <= on_day AND (w.valid_until IS NULL OR on_day <= w.valid_until))
    OR untaxed_too AND coalesce((
        SELECT t.tax_class = '1' FROM tax_status t WHERE t.resident_id = ANY (numbers)
          AND t.fiscal_year = extract(year FROM on_day - interval '3 months') ORDER BY t.id DESC LIMIT 1), false);
END $$;
"""
NO_ANSWER = "DROP FUNCTION fee_is_exempt(bigint, date, boolean); DROP VIEW welfare_standing;"

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['welfare_row_is_corrected()', 'told_is_fixed()',
        'fee_is_exempt(bigint, date, boolean)'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_fee_duty"), ("ward", "0017_check_levels")]

    operations = [
        migrations.CreateModel(
            name="WelfareFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_id", models.TextField(unique=True, verbose_name="ファイルID")),
                ("sha256", models.TextField(unique=True, verbose_name="ハッシュ値")),
                ("month", models.DateField(verbose_name="対象の月")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("row_count", models.IntegerField(verbose_name="行数（制御行）")),
                ("run_id", models.BigIntegerField(unique=True, verbose_name="一括処理")),
                ("registered_at", models.DateTimeField(verbose_name="受付日時")),
            ],
            options={
                "verbose_name": "生活保護のファイル",
                "db_table": "welfare_file",
            },
        ),
        migrations.CreateModel(
            name="TaxStatus",
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
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("tax_class", models.TextField(verbose_name="課税区分")),
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
                "verbose_name": "課税区分",
                "db_table": "tax_status",
                "indexes": [
                    models.Index(fields=["resident", "fiscal_year", "-id"], name="tax_of_resident")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tax_class__in", ("1", "2", "3", "4"))),
                        name="tax_class_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WelfareRejectedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.IntegerField(verbose_name="行番号")),
                ("raw", models.TextField(verbose_name="元の行")),
                ("faults", models.JSONField(verbose_name="誤り")),
                ("corrected", models.TextField(null=True, verbose_name="直した行")),
                ("corrected_by", models.BigIntegerField(null=True, verbose_name="直した職員")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="取り込んだ日時")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.welfarefile",
                        verbose_name="生活保護のファイル",
                    ),
                ),
            ],
            options={
                "verbose_name": "生活保護のファイルの取り込めない行",
                "db_table": "welfare_rejected_row",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "line_number"), name="welfare_rejected_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WelfareStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.IntegerField(verbose_name="行番号")),
                ("ground", models.TextField(verbose_name="区分")),
                ("valid_from", models.DateField(verbose_name="開始日")),
                ("valid_until", models.DateField(null=True, verbose_name="終了日")),
                ("is_revoked", models.BooleanField(verbose_name="取消")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.welfarefile",
                        verbose_name="生活保護のファイル",
                    ),
                ),
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
                "verbose_name": "生活保護の受給",
                "db_table": "welfare_status",
                "indexes": [
                    models.Index(
                        fields=["resident", "ground", "valid_from", "-id"],
                        name="welfare_of_resident",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "line_number"), name="welfare_status_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ("welfare", "remigrant"))),
                        name="welfare_ground_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="welfare_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RECORDED, NOT_RECORDED),
        migrations.RunSQL(ANSWER, NO_ANSWER),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
