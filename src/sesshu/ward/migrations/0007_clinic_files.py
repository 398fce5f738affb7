"""Clinics, lots, and files of clinics taken in: what two people must agree on, PostgreSQL holds (R5, V008, V052)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# An application names a proposal and a place in it; what is entered is read from the text that was approved.
# SECURITY DEFINER: the row before ends where the new one begins, and no role may change it otherwise.
CLINICS = """
ALTER TABLE clinic ADD CONSTRAINT clinic_has_one_contract_a_day
    EXCLUDE USING gist (provider_code WITH =, daterange(valid_from, valid_until, '[]') WITH &&);

CREATE FUNCTION master_row_approved(proposal_id bigint, kind text, place integer) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    asked proposal;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = $1;
    IF asked.kind IS DISTINCT FROM $2 OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account()
       OR asked.payload::jsonb -> 'rows' -> $3 IS NULL THEN
        RAISE EXCEPTION 'proposal % is no such text that this account has approved', $1
            USING ERRCODE = 'check_violation', CONSTRAINT = 'master_was_approved';
    END IF;
    RETURN asked.payload::jsonb -> 'rows' -> $3
        || jsonb_build_object('proposer', asked.proposed_by_name, 'approver', asked.decided_by_name);
END $$;

CREATE FUNCTION clinic_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.clinics', NEW.place);
BEGIN
    NEW.provider_code := said ->> 'provider_code';
    NEW.name := said ->> 'name';
    NEW.address := said ->> 'address';
    NEW.phone := said ->> 'phone';
    NEW.contract := said ->> 'contract';
    NEW.series := ARRAY(SELECT jsonb_array_elements_text(said -> 'series'));
    NEW.closed_weekdays := ARRAY(SELECT jsonb_array_elements_text(said -> 'closed_weekdays')::integer);
    NEW.closed_on := ARRAY(SELECT jsonb_array_elements_text(said -> 'closed_on')::date);
    NEW.valid_from := (said ->> 'valid_from')::date;
    NEW.valid_until := (said ->> 'valid_until')::date;
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    UPDATE clinic SET valid_until = NEW.valid_from - 1
        WHERE provider_code = NEW.provider_code AND valid_from < NEW.valid_from
          AND (valid_until IS NULL OR valid_until >= NEW.valid_from);
    RETURN NEW;
END $$;
CREATE TRIGGER clinic_is_what_was_approved BEFORE INSERT ON clinic
    FOR EACH ROW EXECUTE FUNCTION clinic_is_what_was_approved();

CREATE FUNCTION lot_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.lots', NEW.place);
BEGIN
    NEW.product := said ->> 'product';
    NEW.lot := said ->> 'lot';
    NEW.lot_key := said ->> 'lot_key';
    NEW.expires_on := (said ->> 'expires_on')::date;
    NEW.stopped_from := (said ->> 'stopped_from')::date;
    NEW.stop_reason := said ->> 'stop_reason';
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    NEW.is_current := true;
    UPDATE lot SET is_current = false
        WHERE product = NEW.product AND lot_key = NEW.lot_key AND is_current;
    RETURN NEW;
END $$;
CREATE TRIGGER lot_is_what_was_approved BEFORE INSERT ON lot
    FOR EACH ROW EXECUTE FUNCTION lot_is_what_was_approved();
"""
NO_CLINICS = """
DROP TRIGGER lot_is_what_was_approved ON lot;
DROP TRIGGER clinic_is_what_was_approved ON clinic;
DROP FUNCTION lot_is_what_was_approved();
DROP FUNCTION clinic_is_what_was_approved();
DROP FUNCTION master_row_approved(bigint, text, integer);
"""

# The checks of health-management-standard §2.5 with the levels a ward begins with; later rows change them.
CHECKS = """
ALTER TABLE intake_check ADD CONSTRAINT intake_check_has_one_level_a_day
    EXCLUDE USING gist (situation WITH =, channel WITH =, daterange(valid_from, valid_until, '[]') WITH &&);
ALTER TABLE intake_check ADD CONSTRAINT intake_check_level_is_known
    CHECK (level IN ('error', 'hold', 'warning', 'off'));
ALTER TABLE intake_sample_size ADD CONSTRAINT intake_sample_has_one_size_a_day
    EXCLUDE USING gist (channel WITH =, daterange(valid_from, valid_until, '[]') WITH &&);

INSERT INTO intake_check (check_id, situation, channel, level, may_override, valid_from, source)
SELECT c.check_id, c.situation, channel, c.level, c.may_override, date '2000-04-01', '標準仕様 2.5 ' || c.check_id
FROM unnest(ARRAY['clinic', 'punched']) channel, (VALUES
    ('V052', 'unreadable', 'error', false),
    ('V070', 'unknown_person', 'error', false),
    ('V070', 'uncertain_person', 'error', false),
    ('V070', 'not_resident', 'hold', true),
    ('V070', 'moved_out', 'hold', true),
    ('V070', 'dead', 'error', false),
    ('V071', 'no_such_day', 'error', false),
    ('V071', 'before_birth', 'error', false),
    ('V071', 'in_future', 'error', false),
    ('V071', 'other_month', 'warning', true),
    ('V071', 'before_contract', 'error', true),
    ('V071', 'closed_day', 'warning', true),
    ('V072', 'outside_age', 'error', true),
    ('V072', 'excluded', 'hold', true),
    ('V072', 'outside_law', 'hold', true),
    ('V073', 'outside_standard', 'warning', true),
    ('V074', 'other_dose_number', 'hold', true),
    ('V074', 'unnecessary', 'error', true),
    ('V074', 'wrong_order', 'hold', true),
    ('V074', 'undecided', 'hold', true),
    ('V075', 'too_soon', 'error', true),
    ('V075', 'too_late', 'error', true),
    ('V075', 'too_soon_after_other', 'error', true),
    ('V076', 'same_day', 'error', false),
    ('V076', 'few_days_apart', 'hold', true),
    ('V076', 'number_twice', 'error', false),
    ('V076', 'differs_from_record', 'error', false),
    ('V077', 'wrong_product', 'error', true),
    ('V077', 'product_switched', 'hold', true),
    ('V078', 'lot_missing', 'hold', true),
    ('V078', 'lot_unknown', 'warning', true),
    ('V078', 'lot_expiry_differs', 'warning', true),
    ('V078', 'lot_expired', 'error', true),
    ('V078', 'lot_stopped', 'error', true),
    ('V079', 'wrong_volume', 'hold', true),
    ('V079', 'wrong_route', 'hold', true),
    ('V080', 'no_contract', 'error', true),
    ('V080', 'kind_not_offered', 'error', true),
    ('V081', 'number_misread', 'hold', true),
    ('V081', 'number_unknown', 'hold', true),
    ('V081', 'number_void', 'error', false),
    ('V081', 'number_of_other_series', 'error', false),
    ('V081', 'number_of_other', 'error', false),
    ('V082', 'no_consent', 'hold', true),
    ('V082', 'no_signature', 'hold', true),
    ('V083', 'other_fee_class', 'warning', true),
    ('V084', 'wrong_sex', 'error', true),
    ('V085', 'no_pregnancy', 'error', true),
    ('V085', 'outside_weeks', 'error', true)
) AS c (check_id, situation, level, may_override);
INSERT INTO intake_sample_size (channel, per_mille, at_least, valid_from, source) VALUES
    ('clinic', 50, 3, '2000-04-01', '区の取扱い'), ('punched', 100, 5, '2000-04-01', '区の取扱い');
"""
NO_CHECKS = "DELETE FROM intake_check; DELETE FROM intake_sample_size;"

# Who put a row right, let it pass or dropped it is written here; a row that was handed over stays as it is.
ROWS = """
ALTER TABLE intake_row ADD CONSTRAINT intake_row_state_is_known CHECK (state IN
    ('new', 'faulty', 'held', 'ready', 'dropped', 'guarded', 'submitted', 'recorded'));

CREATE FUNCTION intake_row_is_put_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'guarded' THEN
        RETURN NEW;  -- taken behind the wall
    END IF;
    IF OLD.state IN ('guarded', 'submitted', 'recorded') THEN
        RAISE EXCEPTION 'row % was handed over', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_row_is_open';
    END IF;
    IF (NEW.corrected, NEW.chosen_id) IS DISTINCT FROM (OLD.corrected, OLD.chosen_id) THEN
        NEW.corrected_by := acting_account();
        NEW.corrected_at := clock_timestamp();
        NEW.state := 'new';
    END IF;
    IF NEW.stated_reason IS DISTINCT FROM OLD.stated_reason THEN
        NEW.stated_by := acting_account();
        NEW.state := 'new';
    END IF;
    IF NEW.dropped_reason IS DISTINCT FROM OLD.dropped_reason THEN
        NEW.dropped_by := acting_account();
        NEW.state := CASE WHEN NEW.dropped_reason IS NULL THEN 'new' ELSE 'dropped' END;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_row_is_put_right BEFORE UPDATE OF corrected, chosen_id, stated_reason, dropped_reason
    ON intake_row FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION intake_row_is_put_right();

CREATE FUNCTION intake_row_is_handed_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.submission_id IS NOT NULL AND EXISTS (
        SELECT FROM intake_submission WHERE id = NEW.submission_id AND proposal_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'submission % is closed', NEW.submission_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_submission_is_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_row_is_handed_over BEFORE UPDATE OF submission_id, proposal_id
    ON intake_row FOR EACH ROW EXECUTE FUNCTION intake_row_is_handed_over();

CREATE FUNCTION intake_sample_is_compared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.compared_by := acting_account();
    NEW.compared_at := clock_timestamp();
    IF NEW.compared_by = (SELECT p.proposed_by FROM intake_submission s JOIN proposal p ON p.id = s.proposal_id
                          WHERE s.id = NEW.submission_id) THEN
        RAISE EXCEPTION 'a second person compares what was drawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_sample_has_two_people';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_sample_is_compared BEFORE UPDATE OF matches ON intake_sample
    FOR EACH ROW EXECUTE FUNCTION intake_sample_is_compared();
"""
NO_ROWS = """
DROP TRIGGER intake_sample_is_compared ON intake_sample;
DROP TRIGGER intake_row_is_handed_over ON intake_row;
DROP TRIGGER intake_row_is_put_right ON intake_row;
DROP FUNCTION intake_sample_is_compared();
DROP FUNCTION intake_row_is_handed_over();
DROP FUNCTION intake_row_is_put_right();
"""

# A file is approved as its rows were handed over, with every drawn row compared by whoever approves; a dose of
# a file is approved by whoever approved the file, and by nobody else (ADR 45). SECURITY DEFINER: the guards must
# see rows whatever the grants of the role that decides.
APPROVAL = """
CREATE FUNCTION intake_rows_sha256(submission bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(
        encode(p.payload_sha256, 'hex'), E'\\n' ORDER BY r.line_number), ''), 'UTF8')), 'hex')
    FROM intake_row r JOIN proposal p ON p.id = r.proposal_id WHERE r.submission_id = $1
$$;

CREATE FUNCTION intake_file_is_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    handed bigint := (SELECT id FROM intake_submission WHERE proposal_id = NEW.id);
BEGIN
    IF NEW.payload::jsonb ->> 'rows_sha256' IS DISTINCT FROM intake_rows_sha256(handed) THEN
        RAISE EXCEPTION 'the rows of proposal % are not those that were handed over', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_rows_are_those_handed_over';
    END IF;
    IF EXISTS (SELECT FROM intake_sample WHERE submission_id = handed
               AND (matches IS NOT TRUE OR compared_by IS DISTINCT FROM acting_account())) THEN
        RAISE EXCEPTION 'drawn rows of proposal % were not compared by this account', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_sample_was_compared';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_file_is_approved BEFORE UPDATE OF state ON proposal FOR EACH ROW
    WHEN (NEW.kind = 'ward.intake_file' AND NEW.state = 'approved') EXECUTE FUNCTION intake_file_is_approved();

CREATE FUNCTION dose_of_file_is_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM intake_row r JOIN intake_submission s ON s.id = r.submission_id
        JOIN proposal f ON f.id = s.proposal_id
        WHERE r.proposal_id = NEW.id AND f.state = 'approved' AND f.decided_by = acting_account()
    ) THEN
        RAISE EXCEPTION 'proposal % belongs to no file that this account has approved', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_of_file_was_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_of_file_is_approved BEFORE UPDATE OF state ON proposal FOR EACH ROW
    WHEN (NEW.kind = 'ward.dose_from_file' AND NEW.state = 'approved')
    EXECUTE FUNCTION dose_of_file_is_approved();

CREATE FUNCTION release_intake_rows(submission bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF EXISTS (SELECT FROM intake_submission s JOIN proposal f ON f.id = s.proposal_id
               WHERE s.id = $1 AND f.state IN ('open', 'approved')) THEN
        RAISE EXCEPTION 'submission % still waits, or was approved', $1
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_submission_was_sent_back';
    END IF;
    UPDATE proposal SET state = 'declined', decision_reason = 'ファイルの差戻し'
        WHERE id IN (SELECT proposal_id FROM intake_row WHERE submission_id = $1) AND state = 'open'
          AND proposed_by <> acting_account();
    UPDATE proposal SET state = 'withdrawn'
        WHERE id IN (SELECT proposal_id FROM intake_row WHERE submission_id = $1) AND state = 'open';
    UPDATE intake_row SET state = 'ready', proposal_id = NULL, submission_id = NULL
        WHERE submission_id = $1 AND state = 'submitted';
END $$;
"""
NO_APPROVAL = """
DROP FUNCTION release_intake_rows(bigint);
DROP TRIGGER dose_of_file_is_approved ON proposal;
DROP TRIGGER intake_file_is_approved ON proposal;
DROP FUNCTION dose_of_file_is_approved();
DROP FUNCTION intake_file_is_approved();
DROP FUNCTION intake_rows_sha256(bigint);
"""

# A line tells in which clinic somebody was: it goes behind the wall with the address, and nothing that is left
# leads from the resident to the file (number-linkage D3).
SHELTER = """
CREATE FUNCTION intake_rows_are_sheltered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    own bigint[] := ARRAY(SELECT id FROM intake_row WHERE NEW.id IN (resident_id, chosen_id));
BEGIN
    INSERT INTO guarded_intake_row (row_id, text, image)
        SELECT r.id, coalesce(r.corrected, r.text), i.content FROM intake_row r
        LEFT JOIN intake_image i ON i.row_id = r.id WHERE r.id = ANY (own) AND r.text IS NOT NULL
        ON CONFLICT (row_id) DO NOTHING;
    DELETE FROM intake_image WHERE row_id = ANY (own);
    UPDATE intake_row SET state = CASE state WHEN 'recorded' THEN state ELSE 'guarded' END, text = NULL,
        corrected = NULL, resident_id = NULL, chosen_id = NULL, proposal_id = NULL, submission_id = NULL,
        findings = '[]', stated_reason = NULL, outcome = NULL WHERE id = ANY (own);
    RETURN NULL;
END $$;
CREATE TRIGGER intake_rows_are_sheltered AFTER UPDATE OF is_guarded ON resident
    FOR EACH ROW WHEN (NEW.is_guarded AND NOT OLD.is_guarded) EXECUTE FUNCTION intake_rows_are_sheltered();
"""
NO_SHELTER = """
DROP TRIGGER intake_rows_are_sheltered ON resident;
DROP FUNCTION intake_rows_are_sheltered();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard regprocedure;
BEGIN
    FOREACH guard IN ARRAY ARRAY[
        'master_row_approved(bigint, text, integer)', 'clinic_is_what_was_approved()',
        'lot_is_what_was_approved()', 'intake_row_is_put_right()', 'intake_row_is_handed_over()',
        'intake_sample_is_compared()', 'intake_rows_sha256(bigint)', 'intake_file_is_approved()',
        'dose_of_file_is_approved()', 'release_intake_rows(bigint)', 'intake_rows_are_sheltered()'
    ]::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_post"), ("ward", "0006_vouchers")]

    operations = [
        migrations.CreateModel(
            name="IntakeRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.IntegerField(verbose_name="行番号")),
                ("text", models.TextField(null=True, verbose_name="元の行")),
                ("outcome", models.TextField(null=True, verbose_name="実施結果")),
                ("state", models.TextField(verbose_name="状態")),
                ("findings", models.JSONField(verbose_name="確認の結果")),
                ("corrected", models.TextField(null=True, verbose_name="直した行")),
                ("corrected_by", models.BigIntegerField(null=True, verbose_name="直した職員")),
                ("corrected_at", models.DateTimeField(null=True, verbose_name="直した日時")),
                ("stated_reason", models.TextField(null=True, verbose_name="通す理由")),
                ("stated_by", models.BigIntegerField(null=True, verbose_name="理由を付けた職員")),
                ("dropped_reason", models.TextField(null=True, verbose_name="取り下げる理由")),
                ("dropped_by", models.BigIntegerField(null=True, verbose_name="取り下げた職員")),
                (
                    "chosen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.resident",
                        verbose_name="職員が選んだ住民",
                    ),
                ),
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
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.resident",
                        verbose_name="住民",
                    ),
                ),
            ],
            options={
                "verbose_name": "医療機関ファイルの行",
                "db_table": "intake_row",
            },
        ),
        migrations.CreateModel(
            name="IntakeCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_id", models.TextField(verbose_name="チェック")),
                ("situation", models.TextField(verbose_name="内容")),
                ("channel", models.TextField(verbose_name="ファイルの種類")),
                ("level", models.TextField(verbose_name="重さ")),
                ("may_override", models.BooleanField(verbose_name="理由を付けて通せる")),
                ("valid_from", models.DateField(verbose_name="適用の初日")),
                ("valid_until", models.DateField(null=True, verbose_name="適用の末日")),
                ("source", models.TextField(verbose_name="根拠")),
            ],
            options={
                "verbose_name": "取込みのチェック",
                "db_table": "intake_check",
            },
        ),
        migrations.CreateModel(
            name="IntakeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_id", models.TextField(unique=True, verbose_name="ファイルID")),
                ("sha256", models.TextField(unique=True, verbose_name="ハッシュ値")),
                ("channel", models.TextField(verbose_name="ファイルの種類")),
                ("provider_code", models.TextField(null=True, verbose_name="医療機関コード")),
                ("month", models.DateField(verbose_name="接種の月")),
                ("created_at", models.DateTimeField(verbose_name="作成日時")),
                ("stated_rows", models.IntegerField(verbose_name="行数（制御行）")),
                ("stated_given", models.IntegerField(verbose_name="接種（制御行）")),
                ("stated_screened", models.IntegerField(verbose_name="予診のみ（制御行）")),
                ("run_id", models.BigIntegerField(null=True, verbose_name="一括処理")),
                ("registered_at", models.DateTimeField(verbose_name="受付日時")),
            ],
            options={
                "verbose_name": "医療機関ファイル",
                "db_table": "intake_file",
            },
        ),
        migrations.CreateModel(
            name="IntakeSampleSize",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.TextField(verbose_name="ファイルの種類")),
                ("per_mille", models.IntegerField(verbose_name="千件あたりの件数")),
                ("at_least", models.IntegerField(verbose_name="最も少ない件数")),
                ("valid_from", models.DateField(verbose_name="適用の初日")),
                ("valid_until", models.DateField(null=True, verbose_name="適用の末日")),
                ("source", models.TextField(verbose_name="根拠")),
            ],
            options={
                "verbose_name": "抜取り確認の件数",
                "db_table": "intake_sample_size",
            },
        ),
        migrations.CreateModel(
            name="GuardedIntakeRow",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.intakerow",
                        verbose_name="医療機関ファイルの行",
                    ),
                ),
                ("text", models.TextField(verbose_name="元の行")),
                ("image", models.BinaryField(null=True, verbose_name="画像")),
            ],
            options={
                "verbose_name": "担当課対応の医療機関ファイルの行",
                "db_table": "guarded_intake_row",
            },
        ),
        migrations.CreateModel(
            name="IntakeImage",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.intakerow",
                        verbose_name="医療機関ファイルの行",
                    ),
                ),
                ("media_type", models.TextField(verbose_name="画像の形式")),
                ("sha256", models.TextField(verbose_name="ハッシュ値")),
                ("content", models.BinaryField(verbose_name="画像")),
            ],
            options={
                "verbose_name": "予診票の画像",
                "db_table": "intake_image",
            },
        ),
        migrations.AddField(
            model_name="intakerow",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.intakefile",
                verbose_name="医療機関ファイル",
            ),
        ),
        migrations.CreateModel(
            name="IntakeSubmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.BigIntegerField(unique=True, verbose_name="一括処理")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.intakefile",
                        verbose_name="医療機関ファイル",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "医療機関ファイルの承認申請",
                "db_table": "intake_submission",
            },
        ),
        migrations.AddField(
            model_name="intakerow",
            name="submission",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.intakesubmission",
                verbose_name="承認申請",
            ),
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField(verbose_name="申請の中の順番")),
                ("entered_by_name", models.TextField(verbose_name="申請者")),
                ("checked_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("product", models.TextField(verbose_name="ワクチンの種類")),
                ("lot", models.TextField(verbose_name="Lot番号")),
                ("lot_key", models.TextField(verbose_name="Lot番号の比較用")),
                ("expires_on", models.DateField(verbose_name="有効期限")),
                ("stopped_from", models.DateField(null=True, verbose_name="使用停止の初日")),
                ("stop_reason", models.TextField(null=True, verbose_name="使用停止の理由")),
                ("is_current", models.BooleanField(verbose_name="現在の内容")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "ワクチンのLot",
                "db_table": "lot",
            },
        ),
        migrations.CreateModel(
            name="Clinic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField(verbose_name="申請の中の順番")),
                ("entered_by_name", models.TextField(verbose_name="申請者")),
                ("checked_by_name", models.TextField(verbose_name="確認者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("provider_code", models.TextField(verbose_name="医療機関コード")),
                ("name", models.TextField(verbose_name="名称")),
                ("address", models.TextField(null=True, verbose_name="所在地")),
                ("phone", models.TextField(null=True, verbose_name="電話番号")),
                ("contract", models.TextField(verbose_name="契約の種類")),
                (
                    "series",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="実施する接種"
                    ),
                ),
                (
                    "closed_weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="休診の曜日"
                    ),
                ),
                (
                    "closed_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), size=None, verbose_name="休診日"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="契約の初日")),
                ("valid_until", models.DateField(null=True, verbose_name="契約の末日")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "契約医療機関",
                "db_table": "clinic",
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "place"), name="clinic_once"),
                    models.CheckConstraint(
                        condition=models.Q(("provider_code__regex", "^[0-9]{10}$")),
                        name="clinic_code_has_ten_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="clinic_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matches", models.BooleanField(null=True, verbose_name="予診票と一致")),
                ("compared_by", models.BigIntegerField(null=True, verbose_name="照合した職員")),
                ("compared_at", models.DateTimeField(null=True, verbose_name="照合した日時")),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.intakerow",
                        verbose_name="医療機関ファイルの行",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.intakesubmission",
                        verbose_name="承認申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "抜取り確認の行",
                "db_table": "intake_sample",
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "row"), name="intake_sample_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="intakerow",
            index=models.Index(fields=["resident"], name="intake_row_of_resident"),
        ),
        migrations.AddIndex(
            model_name="intakerow",
            index=models.Index(fields=["file", "state"], name="intake_row_by_state"),
        ),
        migrations.AddConstraint(
            model_name="intakerow",
            constraint=models.UniqueConstraint(
                fields=("file", "line_number"), name="intake_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "guarded"), _negated=True),
                    models.Q(
                        ("chosen", None),
                        ("corrected", None),
                        ("proposal", None),
                        ("resident", None),
                        ("submission", None),
                        ("text", None),
                    ),
                    _connector="OR",
                ),
                name="intake_row_of_the_guarded_tells_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(fields=("proposal", "place"), name="lot_row_once"),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("product", "lot_key"),
                name="lot_has_one_current_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stop_reason", None), ("stopped_from", None)),
                    models.Q(("stop_reason__regex", "\\S"), ("stopped_from__isnull", False)),
                    _connector="OR",
                ),
                name="lot_is_stopped_with_a_reason",
            ),
        ),
        migrations.RunSQL(CLINICS, NO_CLINICS),
        migrations.RunSQL(CHECKS, NO_CHECKS),
        migrations.RunSQL(ROWS, NO_ROWS),
        migrations.RunSQL(APPROVAL, NO_APPROVAL),
        migrations.RunSQL(SHELTER, NO_SHELTER),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
