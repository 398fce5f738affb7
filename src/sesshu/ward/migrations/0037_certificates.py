"""予防接種済証: only of doses that stand on record as the law of their day made them; numbered without gaps (F06)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Protection that begins at this moment waits for the certificate, or the certificate for it. A dose is the same
# dose whatever was corrected since: who has a certificate of all of them already gets one more (再発行).
SOUND = """
CREATE FUNCTION vaccination_certificate_is_sound() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    proved integer;
    first_rows bigint[];
BEGIN
    PERFORM FROM resident WHERE id = NEW.resident_id AND NOT is_guarded FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'address and clinic of a guarded resident are no matter of this desk'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vaccination_certificate_is_guarded';
    END IF;
    SELECT count(DISTINCT d.id) INTO proved FROM dose d JOIN current_dose c ON c.dose_id = d.id
        JOIN number_of_person n ON n.number_id = d.resident_id
        WHERE n.resident_id = NEW.resident_id AND d.id = ANY (NEW.dose_ids)
          AND d.outcome = 'given' AND d.error_class IS NULL
          AND CASE d.legal WHEN 'routine_a' THEN 'routine' WHEN 'routine_b' THEN 'routine' ELSE d.legal END = NEW.kind;
    IF proved <> cardinality(NEW.dose_ids) THEN
        RAISE EXCEPTION 'not all of these doses stand on record as %', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vaccination_certificate_is_about_standing_doses';
    END IF;
    NEW.recorded_by := acting_account();
    NEW.recorded_by_name := acting_name();
    NEW.recorded_at := clock_timestamp();
    NEW.issued_on := (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date;
    NEW.fiscal_year := fiscal_year_of(NEW.issued_on);
    PERFORM pg_advisory_xact_lock('vaccination_certificate'::regclass::oid::bigint);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number
        FROM vaccination_certificate WHERE fiscal_year = NEW.fiscal_year;
    first_rows := ARRAY(SELECT first_row_of_dose(one) FROM unnest(NEW.dose_ids) one);
    NEW.is_reissue := EXISTS (
        SELECT FROM vaccination_certificate v JOIN number_of_person n ON n.number_id = v.resident_id
        WHERE n.resident_id = NEW.resident_id
          AND ARRAY(SELECT first_row_of_dose(one) FROM unnest(v.dose_ids) one) @> first_rows
    );
    RETURN NEW;
END $$;
CREATE TRIGGER vaccination_certificate_is_sound BEFORE INSERT ON vaccination_certificate
    FOR EACH ROW EXECUTE FUNCTION vaccination_certificate_is_sound();

CREATE FUNCTION vaccination_certificate_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was issued is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'vaccination_certificate_is_fixed';
END $$;
CREATE TRIGGER vaccination_certificate_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON vaccination_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION vaccination_certificate_is_fixed();
DO $$
DECLARE guard regprocedure;
BEGIN
    FOREACH guard IN ARRAY ARRAY['vaccination_certificate_is_sound()',
        'vaccination_certificate_is_fixed()']::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""
NOT_SOUND = """
DROP TRIGGER vaccination_certificate_is_fixed ON vaccination_certificate;
DROP TRIGGER vaccination_certificate_is_sound ON vaccination_certificate;
DROP FUNCTION vaccination_certificate_is_fixed();
DROP FUNCTION vaccination_certificate_is_sound();
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0036_bank_returns")]

    operations = [
        migrations.CreateModel(
            name="VaccinationCertificate",
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
                ("form_key", models.UUIDField(unique=True, verbose_name="フォームの番号")),
                ("kind", models.TextField(verbose_name="様式")),
                (
                    "dose_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="接種"
                    ),
                ),
                ("applicant", models.TextField(verbose_name="申請者の区分")),
                ("identity_document", models.TextField(verbose_name="本人確認書類")),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("number", models.IntegerField(verbose_name="番号")),
                ("issued_on", models.DateField(verbose_name="発行日")),
                ("is_reissue", models.BooleanField(verbose_name="再発行")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "予防接種済証",
                "db_table": "vaccination_certificate",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "number"), name="vaccination_certificate_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["routine", "special"])),
                        name="vaccination_certificate_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dose_ids__len__gte", 1), ("dose_ids__len__lte", 7)),
                        name="vaccination_certificate_fits_its_frame",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SOUND, NOT_SOUND),
    ]
