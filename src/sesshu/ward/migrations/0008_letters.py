"""依頼書 and 実施報告書: written from what two people approved, numbered without gaps (B5, B6)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# As for doses (ADR 45): an application names the proposal, everything else is read from the approved text.
# The lock is one for each schema and table, so that two letters of one moment get two numbers and no gap.
APPROVED = """
CREATE FUNCTION letter_was_approved(asked proposal, wanted text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF asked.kind IS DISTINCT FROM wanted OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no % that this account has approved', asked.id, wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_was_approved';
    END IF;
END $$;

CREATE FUNCTION fiscal_year_of(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT extract(year FROM day)::integer - CASE WHEN extract(month FROM day) < 4 THEN 1 ELSE 0 END
$$;

CREATE FUNCTION request_letter_is_what_was_approved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    PERFORM letter_was_approved(asked, 'ward.request_letter');
    said := asked.payload::jsonb;
    NEW.resident_id := (said ->> 'resident_id')::bigint;
    NEW.vaccinations := ARRAY(SELECT jsonb_array_elements_text(said -> 'vaccinations'));
    NEW.addressee := said ->> 'addressee';
    NEW.reason := said ->> 'reason';
    NEW.applicant := said ->> 'applicant';
    NEW.channel := said ->> 'channel';
    NEW.received_on := (said ->> 'received_on')::date;
    NEW.planned_from := (said ->> 'planned_from')::date;
    NEW.planned_until := (said ->> 'planned_until')::date;
    NEW.hurried_because := said ->> 'hurried_because';
    NEW.applied_by_name := asked.proposed_by_name;
    NEW.approved_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();
    NEW.issued_on := (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date;
    NEW.fiscal_year := fiscal_year_of(NEW.issued_on);
    IF asked.subjects <> ARRAY[NEW.resident_id] THEN
        RAISE EXCEPTION 'proposal % is about somebody else', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_letter_is_about_its_subject';
    END IF;
    PERFORM pg_advisory_xact_lock('request_letter'::regclass::oid::bigint);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number
        FROM request_letter WHERE fiscal_year = NEW.fiscal_year;
    RETURN NEW;
END $$;
CREATE TRIGGER request_letter_is_what_was_approved BEFORE INSERT ON request_letter
    FOR EACH ROW EXECUTE FUNCTION request_letter_is_what_was_approved();

CREATE FUNCTION completion_report_is_what_was_approved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    PERFORM letter_was_approved(asked, 'ward.completion_report');
    said := asked.payload::jsonb;
    NEW.municipality := said ->> 'municipality';
    NEW.mayor := said ->> 'mayor';
    NEW.letter_number := said ->> 'letter_number';
    NEW.letter_on := (said ->> 'letter_on')::date;
    NEW.name := said ->> 'name';
    NEW.name_kana := said ->> 'name_kana';
    NEW.birth_on := (said ->> 'birth_on')::date;
    NEW.sex := said ->> 'sex';
    NEW.address := said ->> 'address';
    NEW.series := said ->> 'series';
    NEW.dose := (said ->> 'dose')::integer;
    NEW.given_on := (said ->> 'given_on')::date;
    NEW.vaccine_name := said ->> 'vaccine_name';
    NEW.lot := said ->> 'lot';
    NEW.volume_ml := (said ->> 'volume_ml')::numeric;
    NEW.provider_name := said ->> 'provider_name';
    NEW.doctor := said ->> 'doctor';
    NEW.scan_sha256 := said ->> 'scan_sha256';
    NEW.entered_by_name := asked.proposed_by_name;
    NEW.approved_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();
    NEW.issued_on := (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date;
    NEW.fiscal_year := fiscal_year_of(NEW.issued_on);
    IF NEW.given_on > NEW.issued_on THEN
        RAISE EXCEPTION 'a dose of % is in the future', NEW.given_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'completion_report_follows_the_dose';
    END IF;
    PERFORM pg_advisory_xact_lock('completion_report'::regclass::oid::bigint);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number
        FROM completion_report WHERE fiscal_year = NEW.fiscal_year;
    RETURN NEW;
END $$;
CREATE TRIGGER completion_report_is_what_was_approved BEFORE INSERT ON completion_report
    FOR EACH ROW EXECUTE FUNCTION completion_report_is_what_was_approved();
"""
NOT_APPROVED = """
DROP TRIGGER completion_report_is_what_was_approved ON completion_report;
DROP FUNCTION completion_report_is_what_was_approved();
DROP TRIGGER request_letter_is_what_was_approved ON request_letter;
DROP FUNCTION request_letter_is_what_was_approved();
DROP FUNCTION fiscal_year_of(date);
DROP FUNCTION letter_was_approved(proposal, text);
"""

# What is kept beside an open proposal is bound to it by the hash in its text.
BOUND = """
CREATE FUNCTION request_letter_stay_belongs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said text := concat_ws(chr(31), NEW.salt, NEW.municipality, NEW.address, NEW.addressee_name,
        coalesce(NEW.provider_name, ''), coalesce(NEW.provider_address, ''), NEW.applicant_name,
        coalesce(NEW.mail_postal_code, ''), coalesce(NEW.mail_address, ''));
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.state IS DISTINCT FROM 'open' OR asked.proposed_by IS DISTINCT FROM acting_account()
       OR asked.subjects <> ARRAY[NEW.resident_id]
       OR asked.payload::jsonb ->> 'stay_sha256'
          IS DISTINCT FROM encode(sha256(convert_to(said, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'this stay does not belong to proposal %', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_letter_stay_was_proposed';
    END IF;
    PERFORM FROM resident WHERE id = NEW.resident_id AND NOT is_guarded FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the stay of a guarded resident is no matter of this table'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_letter_stay_is_guarded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_letter_stay_belongs BEFORE INSERT ON request_letter_stay
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION request_letter_stay_belongs();

CREATE FUNCTION request_letter_stay_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.is_guarded THEN
        WITH moved AS (DELETE FROM request_letter_stay WHERE resident_id = NEW.id RETURNING *)
            INSERT INTO guarded_request_letter_stay SELECT * FROM moved;
    ELSE
        WITH moved AS (DELETE FROM guarded_request_letter_stay WHERE resident_id = NEW.id RETURNING *)
            INSERT INTO request_letter_stay SELECT * FROM moved;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER request_letter_stay_moves AFTER UPDATE OF is_guarded ON resident
    FOR EACH ROW WHEN (NEW.is_guarded <> OLD.is_guarded) EXECUTE FUNCTION request_letter_stay_moves();

CREATE FUNCTION completion_report_scan_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked proposal;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.state IS DISTINCT FROM 'open' OR asked.proposed_by IS DISTINCT FROM acting_account()
       OR asked.payload::jsonb ->> 'scan_sha256' IS DISTINCT FROM encode(sha256(NEW.content), 'hex') THEN
        RAISE EXCEPTION 'this scan does not belong to proposal %', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'completion_report_scan_was_proposed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER completion_report_scan_belongs BEFORE INSERT ON completion_report_scan
    FOR EACH ROW EXECUTE FUNCTION completion_report_scan_belongs();
"""
NOT_BOUND = """
DROP TRIGGER completion_report_scan_belongs ON completion_report_scan;
DROP FUNCTION completion_report_scan_belongs();
DROP TRIGGER request_letter_stay_moves ON resident;
DROP FUNCTION request_letter_stay_moves();
DROP TRIGGER request_letter_stay_belongs ON request_letter_stay;
DROP FUNCTION request_letter_stay_belongs();
"""

# The grants refuse it to every role; this refuses it to whoever is given too much by mistake.
FIXED = """
CREATE FUNCTION letter_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a letter that was issued is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_is_fixed';
END $$;
CREATE TRIGGER request_letter_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON request_letter
    FOR EACH STATEMENT EXECUTE FUNCTION letter_is_fixed();
CREATE TRIGGER completion_report_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON completion_report
    FOR EACH STATEMENT EXECUTE FUNCTION letter_is_fixed();
"""
NOT_FIXED = """
DROP TRIGGER completion_report_is_fixed ON completion_report;
DROP TRIGGER request_letter_is_fixed ON request_letter;
DROP FUNCTION letter_is_fixed();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['request_letter_is_what_was_approved',
        'completion_report_is_what_was_approved', 'request_letter_stay_belongs',
        'request_letter_stay_moves', 'completion_report_scan_belongs', 'letter_is_fixed'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_post"), ("ward", "0007_clinic_files")]

    operations = [
        migrations.CreateModel(
            name="CompletionReportScan",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                ("media_type", models.TextField(verbose_name="形式")),
                ("content", models.BinaryField(verbose_name="写し")),
            ],
            options={
                "verbose_name": "予診票の写し",
                "db_table": "completion_report_scan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("media_type__in", ["application/pdf", "image/jpeg", "image/png"])
                        ),
                        name="completion_report_scan_can_be_shown",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuardedRequestLetterStay",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                ("salt", models.TextField(verbose_name="塩")),
                ("municipality", models.TextField(verbose_name="滞在先の市区町村コード")),
                ("address", models.TextField(verbose_name="滞在先の住所")),
                ("addressee_name", models.TextField(verbose_name="宛先")),
                ("provider_name", models.TextField(null=True, verbose_name="医療機関")),
                ("provider_address", models.TextField(null=True, verbose_name="医療機関の所在地")),
                ("applicant_name", models.TextField(verbose_name="申請者")),
                ("mail_postal_code", models.TextField(null=True, verbose_name="送付先郵便番号")),
                ("mail_address", models.TextField(null=True, verbose_name="送付先住所")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "担当課対応の依頼書の滞在先",
                "db_table": "guarded_request_letter_stay",
            },
        ),
        migrations.CreateModel(
            name="RequestLetterStay",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
                ("salt", models.TextField(verbose_name="塩")),
                ("municipality", models.TextField(verbose_name="滞在先の市区町村コード")),
                ("address", models.TextField(verbose_name="滞在先の住所")),
                ("addressee_name", models.TextField(verbose_name="宛先")),
                ("provider_name", models.TextField(null=True, verbose_name="医療機関")),
                ("provider_address", models.TextField(null=True, verbose_name="医療機関の所在地")),
                ("applicant_name", models.TextField(verbose_name="申請者")),
                ("mail_postal_code", models.TextField(null=True, verbose_name="送付先郵便番号")),
                ("mail_address", models.TextField(null=True, verbose_name="送付先住所")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "依頼書の滞在先",
                "db_table": "request_letter_stay",
            },
        ),
        migrations.CreateModel(
            name="CompletionReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("number", models.IntegerField(verbose_name="報告番号")),
                ("issued_on", models.DateField(verbose_name="発行日")),
                ("municipality", models.TextField(verbose_name="依頼元の市区町村コード")),
                ("mayor", models.TextField(verbose_name="依頼元")),
                ("letter_number", models.TextField(verbose_name="依頼書の番号")),
                ("letter_on", models.DateField(verbose_name="依頼書の日付")),
                ("name", models.TextField(verbose_name="氏名")),
                ("name_kana", models.TextField(verbose_name="氏名カナ")),
                ("birth_on", models.DateField(verbose_name="生年月日")),
                ("sex", models.TextField(verbose_name="性別")),
                ("address", models.TextField(verbose_name="住所")),
                ("series", models.TextField(verbose_name="接種の種類")),
                ("dose", models.IntegerField(verbose_name="回数")),
                ("given_on", models.DateField(verbose_name="接種日")),
                ("vaccine_name", models.TextField(verbose_name="ワクチン名")),
                ("lot", models.TextField(verbose_name="Lot番号")),
                (
                    "volume_ml",
                    models.DecimalField(
                        decimal_places=3, max_digits=5, null=True, verbose_name="接種量"
                    ),
                ),
                ("provider_name", models.TextField(verbose_name="接種医療機関")),
                ("doctor", models.TextField(verbose_name="医師")),
                ("scan_sha256", models.TextField(verbose_name="予診票の写しのハッシュ値")),
                ("entered_by_name", models.TextField(verbose_name="入力者")),
                ("approved_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
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
                "verbose_name": "実施報告書",
                "db_table": "completion_report",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "number"), name="completion_report_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=(
                            "municipality",
                            "letter_number",
                            "series",
                            "dose",
                            "name_kana",
                            "birth_on",
                        ),
                        name="completion_report_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_on__gte", models.F("letter_on")),
                            ("given_on__gte", models.F("birth_on")),
                        ),
                        name="completion_report_follows_the_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("number", models.IntegerField(verbose_name="依頼番号")),
                ("issued_on", models.DateField(verbose_name="発行日")),
                (
                    "vaccinations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="接種の種類と回数"
                    ),
                ),
                ("addressee", models.TextField(verbose_name="宛先区分")),
                ("reason", models.TextField(verbose_name="理由")),
                ("applicant", models.TextField(verbose_name="申請者の区分")),
                ("channel", models.TextField(verbose_name="受付方法")),
                ("received_on", models.DateField(verbose_name="申請日")),
                ("planned_from", models.DateField(verbose_name="接種予定の初日")),
                ("planned_until", models.DateField(verbose_name="接種予定の最終日")),
                (
                    "hurried_because",
                    models.TextField(null=True, verbose_name="期限後に受け付けた理由"),
                ),
                ("applied_by_name", models.TextField(verbose_name="入力者")),
                ("approved_by_name", models.TextField(verbose_name="確認者")),
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
            ],
            options={
                "verbose_name": "予防接種依頼書",
                "db_table": "request_letter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "number"), name="request_letter_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned_until__gte", models.F("planned_from"))),
                        name="request_letter_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("issued_on__lte", models.F("planned_from"))),
                        name="request_letter_comes_before_the_dose",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPROVED, NOT_APPROVED),
        migrations.RunSQL(BOUND, NOT_BOUND),
        migrations.RunSQL(FIXED, NOT_FIXED),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
