"""Vouchers: numbers given out once, runs fixed by two, letters that must not be sent stopped (B1, B2, B13)."""

import django.db.models.deletion
from django.db import migrations, models

RECORDED_TABLES = (
    "issue_conditions",
    "issue_run",
    "issue_step",
    "issue_printing",
    "voucher_application",
    "voucher",
    "voucher_void",
    "voucher_return",
    "voucher_exemption",
)

# Who wrote a row and when is PostgreSQL's to say, as everywhere.
RECORDED = """
CREATE FUNCTION voucher_row_is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_by := acting_account();
    NEW.recorded_by_name := acting_name();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_recorded BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();
"""
    for table in RECORDED_TABLES
)
NOT_RECORDED = (
    "".join(f"DROP TRIGGER {table}_is_recorded ON {table};\n" for table in RECORDED_TABLES)
    + "DROP FUNCTION voucher_row_is_recorded();"
)

# What numbers are made from. A restore brings an older sequence back, although later numbers are on paper by
# then: each epoch of the ledger has twenty million numbers of its own, so none is given twice.
COUNTERS = """
CREATE SEQUENCE voucher_counter MINVALUE 0 START 0;
CREATE FUNCTION draw_voucher_counters(how_many integer) RETURNS bigint[] LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
    SELECT array_agg((SELECT max(number) - 1 FROM ledger_epoch) * 20000000 + nextval('voucher_counter'))
    FROM generate_series(1, how_many)
$$;
"""
NO_COUNTERS = "DROP FUNCTION draw_voucher_counters(integer); DROP SEQUENCE voucher_counter;"

# A voucher of a run is what a fixed candidate says, a reissued one what the voided one said. Whoever comes
# second finds the dose taken: a run passes over it, a counter is told (B1: once per person, series and dose).
# SECURITY DEFINER because no application role may write voucher_in_force.
ISSUED = """
CREATE FUNCTION voucher_is_issued_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    -- The quasigroup of H. M. Damm, row by row, as in kernel/voucher_numbers.py.
    damm constant text := '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';
    digit text;
    interim integer := 0;
    asked issue_candidate;
    old voucher;
BEGIN
    FOREACH digit IN ARRAY string_to_array(NEW.number, NULL) LOOP
        interim := substr(damm, interim * 10 + digit::integer + 1, 1)::integer;
    END LOOP;
    IF interim <> 0 THEN
        RAISE EXCEPTION 'the check digit of a voucher number is wrong'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_number_has_its_check_digit';
    END IF;
    IF NEW.candidate_id IS NOT NULL THEN
        SELECT c.* INTO asked FROM issue_candidate c
            JOIN issue_step s ON s.issue_run_id = c.issue_run_id AND s.step = 'fixed'
            WHERE c.id = NEW.candidate_id AND c.excluded IS NULL;
        IF asked.id IS NULL THEN
            RAISE EXCEPTION 'candidate % is in no fixed list', NEW.candidate_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_candidate_is_fixed';
        END IF;
        NEW.resident_id := asked.resident_id;
        NEW.series := asked.series;
        NEW.dose := asked.dose;
        NEW.for_year := asked.for_year;
    ELSIF NEW.replaces_id IS NOT NULL THEN
        SELECT v.* INTO old FROM voucher v JOIN voucher_void x ON x.voucher_id = v.id WHERE v.id = NEW.replaces_id;
        IF old.id IS NULL THEN
            RAISE EXCEPTION 'voucher % still holds', NEW.replaces_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_replaces_a_void_one';
        END IF;
        NEW.resident_id := old.resident_id;
        NEW.series := old.series;
        NEW.dose := old.dose;
        NEW.for_year := old.for_year;
    END IF;
    INSERT INTO voucher_in_force (voucher_id, resident_id, series, dose, for_year)
        VALUES (NEW.id, NEW.resident_id, NEW.series, NEW.dose, NEW.for_year)
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN NEW;
    ELSIF NEW.candidate_id IS NOT NULL THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'this person has a voucher for this dose'
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'voucher_once_a_dose';
END $$;
CREATE TRIGGER voucher_is_issued_once BEFORE INSERT ON voucher
    FOR EACH ROW EXECUTE FUNCTION voucher_is_issued_once();
"""
NO_ISSUED = """
DROP TRIGGER voucher_is_issued_once ON voucher;
DROP FUNCTION voucher_is_issued_once();
"""

# A number with which a dose stands on record stays what it is.
VOIDED = """
CREATE FUNCTION voucher_is_voided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM voucher_in_force WHERE voucher_id = NEW.voucher_id;
    IF EXISTS (
        SELECT FROM voucher v JOIN dose d ON d.voucher_number = v.number AND NOT d.foreign_voucher
        JOIN current_dose c ON c.dose_id = d.id WHERE v.id = NEW.voucher_id
    ) THEN
        RAISE EXCEPTION 'a dose stands on record with this voucher'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_was_not_used';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER voucher_is_voided AFTER INSERT ON voucher_void
    FOR EACH ROW EXECUTE FUNCTION voucher_is_voided();
"""
NO_VOIDED = """
DROP TRIGGER voucher_is_voided ON voucher_void;
DROP FUNCTION voucher_is_voided();
"""

# The grants refuse it to every role; this refuses it to whoever is given too much by mistake.
FIXED = """
CREATE FUNCTION voucher_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a number given out is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_is_fixed';
END $$;
CREATE TRIGGER voucher_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher
    FOR EACH STATEMENT EXECUTE FUNCTION voucher_is_fixed();
CREATE TRIGGER voucher_void_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher_void
    FOR EACH STATEMENT EXECUTE FUNCTION voucher_is_fixed();
"""
NOT_FIXED = """
DROP TRIGGER voucher_void_is_fixed ON voucher_void;
DROP TRIGGER voucher_is_fixed ON voucher;
DROP FUNCTION voucher_is_fixed();
"""

# Letters not posted yet whose person died, left, lives elsewhere by now, or came under protection.
TO_STOP = """
CREATE VIEW voucher_to_stop WITH (security_invoker = true) AS
SELECT s.issue_run_id, v.id AS voucher_id, v.resident_id,
       CASE WHEN now_registered.died_on IS NOT NULL OR now_registered.status = '4' THEN 'died'
            WHEN now_registered.status IS DISTINCT FROM '1' THEN 'moved'
            WHEN r.is_guarded AND NOT s.is_guarded THEN 'guarded'
            ELSE 'address_changed' END AS cause
FROM issue_sheet s
JOIN voucher v ON v.candidate_id = s.candidate_id
JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident r ON r.id = v.resident_id
JOIN resident_version printed ON printed.id = s.version_id
LEFT JOIN LATERAL (
    SELECT t.status, t.died_on, t.postal_code, t.address, t.building, t.mail_address
    FROM resident_timeline t
    WHERE t.resident_id = v.resident_id AND t.superseded_at IS NULL AND NOT t.is_revoked
    ORDER BY t.valid_from DESC LIMIT 1
) now_registered ON true
WHERE NOT EXISTS (SELECT FROM issue_step p WHERE p.issue_run_id = s.issue_run_id AND p.step = 'posted')
  AND (
    now_registered.status IS DISTINCT FROM '1' OR now_registered.died_on IS NOT NULL
    OR r.is_guarded AND NOT s.is_guarded
    OR NOT s.is_guarded AND NOT r.is_guarded AND
       (now_registered.postal_code, now_registered.address, now_registered.building, now_registered.mail_address)
       IS DISTINCT FROM (printed.postal_code, printed.address, printed.building, printed.mail_address)
  );
"""
NO_TO_STOP = "DROP VIEW voucher_to_stop;"

# The order of the steps, who fixes, and that nothing is posted which must not be sent.
STEPS = """
CREATE FUNCTION issue_step_may_be_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    taken text[];
BEGIN
    PERFORM FROM issue_run WHERE id = NEW.issue_run_id FOR UPDATE;
    SELECT coalesce(array_agg(step), '{}') INTO taken FROM issue_step WHERE issue_run_id = NEW.issue_run_id;
    IF NOT (CASE NEW.step
        WHEN 'extracted' THEN NOT 'discarded' = ANY (taken)
        WHEN 'fixed' THEN 'extracted' = ANY (taken) AND NOT 'discarded' = ANY (taken)
        WHEN 'numbered' THEN 'fixed' = ANY (taken)
        WHEN 'posted' THEN 'numbered' = ANY (taken)
        WHEN 'discarded' THEN NOT 'fixed' = ANY (taken)
        ELSE false END) THEN
        RAISE EXCEPTION 'issue run % cannot be % now', NEW.issue_run_id, NEW.step
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_step_in_its_order';
    END IF;
    IF NEW.step = 'fixed' THEN
        SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
        IF asked.kind IS DISTINCT FROM 'ward.issue_fix' OR asked.state <> 'approved'
           OR asked.decided_by IS DISTINCT FROM acting_account()
           OR (asked.payload::jsonb ->> 'issue_run')::bigint <> NEW.issue_run_id THEN
            RAISE EXCEPTION 'issue run % is fixed by a second person', NEW.issue_run_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_run_was_approved';
        END IF;
        IF (asked.payload::jsonb ->> 'sheets')::bigint <>
           (SELECT count(*) FROM issue_candidate WHERE issue_run_id = NEW.issue_run_id AND excluded IS NULL) THEN
            RAISE EXCEPTION 'issue run % is not the list that was shown', NEW.issue_run_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_run_was_approved';
        END IF;
    END IF;
    IF NEW.step = 'posted' AND EXISTS (SELECT FROM voucher_to_stop WHERE issue_run_id = NEW.issue_run_id) THEN
        RAISE EXCEPTION 'issue run % holds letters that must not be sent', NEW.issue_run_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_run_posts_nothing_to_stop';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER issue_step_may_be_taken BEFORE INSERT ON issue_step
    FOR EACH ROW EXECUTE FUNCTION issue_step_may_be_taken();
"""
NO_STEPS = """
DROP TRIGGER issue_step_may_be_taken ON issue_step;
DROP FUNCTION issue_step_may_be_taken();
"""

# A number of ours is entered for whom it was issued to, for its series, while it holds, and once. A correction
# may keep the number it has. Fires after `dose_is_what_was_approved`, like the function it replaces.
APPROVED = """
CREATE OR REPLACE FUNCTION dose_keeps_its_voucher_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb;
    ours voucher;
BEGIN
    IF NEW.is_cancelled THEN
        RETURN NEW;
    END IF;
    SELECT payload::jsonb INTO said FROM proposal WHERE id = NEW.proposal_id;
    NEW.voucher_number := said ->> 'voucher_number';
    NEW.foreign_voucher := coalesce((said ->> 'foreign_voucher')::boolean, false);
    IF NEW.voucher_number IS NULL OR NEW.foreign_voucher OR EXISTS (
        SELECT FROM dose d WHERE d.id = NEW.supersedes_id AND d.voucher_number = NEW.voucher_number
    ) THEN
        RETURN NEW;
    END IF;
    SELECT v.* INTO ours FROM voucher v JOIN voucher_in_force f ON f.voucher_id = v.id
        WHERE v.number = NEW.voucher_number AND v.resident_id = NEW.resident_id AND v.series = NEW.series
        FOR UPDATE OF f;
    IF ours.id IS NULL THEN
        RAISE EXCEPTION 'this voucher does not hold for this dose'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_voucher_holds';
    END IF;
    IF EXISTS (
        SELECT FROM dose d JOIN current_dose c ON c.dose_id = d.id
        WHERE d.voucher_number = NEW.voucher_number AND NOT d.foreign_voucher
          AND d.id IS DISTINCT FROM NEW.supersedes_id
    ) THEN
        RAISE EXCEPTION 'a dose stands on record with this voucher'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_voucher_is_used_once';
    END IF;
    RETURN NEW;
END $$;
"""
EARLIER_APPROVED = """
CREATE OR REPLACE FUNCTION dose_keeps_its_voucher_number() RETURNS trigger LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
    IF NOT NEW.is_cancelled THEN
        NEW.voucher_number := (SELECT payload::jsonb ->> 'voucher_number' FROM proposal WHERE id = NEW.proposal_id);
    END IF;
    RETURN NEW;
END $$;
"""
# Whoever holds a sheet in hand finds its person, whether the number was issued here or only entered with a dose.
IN_USE = """
CREATE OR REPLACE VIEW voucher_in_use WITH (security_invoker = true) AS
SELECT d.voucher_number, d.resident_id FROM dose d JOIN current_dose c ON c.dose_id = d.id
WHERE d.voucher_number IS NOT NULL
UNION
SELECT v.number, v.resident_id FROM voucher v;
"""
EARLIER_IN_USE = """
CREATE OR REPLACE VIEW voucher_in_use WITH (security_invoker = true) AS
SELECT d.voucher_number, d.resident_id FROM dose d JOIN current_dose c ON c.dose_id = d.id
WHERE d.voucher_number IS NOT NULL;
"""
# A view keeps the columns its table had when it was made.
NO_TIMELINE = "DROP VIEW dose_timeline;"
TIMELINE = """
CREATE VIEW dose_timeline WITH (security_invoker = true) AS
SELECT d.*, (SELECT n.recorded_at FROM dose n WHERE n.supersedes_id = d.id) AS superseded_at
FROM dose d;
"""

RETURNED = """
CREATE FUNCTION voucher_return_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.settled_at IS NOT NULL THEN
        RAISE EXCEPTION 'this return is settled'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_return_is_settled_once';
    END IF;
    NEW.settled_at := clock_timestamp();
    NEW.settled_by_name := acting_name();
    RETURN NEW;
END $$;
CREATE TRIGGER voucher_return_is_settled BEFORE UPDATE ON voucher_return
    FOR EACH ROW EXECUTE FUNCTION voucher_return_is_settled();
"""
NOT_RETURNED = """
DROP TRIGGER voucher_return_is_settled ON voucher_return;
DROP FUNCTION voucher_return_is_settled();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['voucher_row_is_recorded()', 'draw_voucher_counters(integer)',
        'voucher_is_issued_once()', 'voucher_is_voided()', 'voucher_is_fixed()', 'issue_step_may_be_taken()',
        'dose_keeps_its_voucher_number()', 'voucher_return_is_settled()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0005_post"),
        ("ward", "0005_voucher_numbers"),
    ]

    operations = [
        migrations.RunSQL(NO_TIMELINE, TIMELINE),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.TextField(unique=True, verbose_name="版")),
                ("content", models.TextField(verbose_name="文面")),
                ("kept_at", models.DateTimeField(verbose_name="保存日時")),
            ],
            options={
                "verbose_name": "同意の文面",
                "db_table": "consent_text",
            },
        ),
        migrations.CreateModel(
            name="IssueRun",
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
                ("until_on", models.DateField(verbose_name="この日までに接種できる")),
                ("release", models.TextField(verbose_name="規則の版")),
            ],
            options={
                "verbose_name": "一斉発行",
                "db_table": "issue_run",
            },
        ),
        migrations.CreateModel(
            name="Voucher",
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
                ("series", models.TextField(verbose_name="接種名称")),
                ("dose", models.IntegerField(verbose_name="回数")),
                ("for_year", models.IntegerField(null=True, verbose_name="対象年度")),
                ("counter", models.BigIntegerField(unique=True, verbose_name="発行の通し番号")),
                ("number", models.TextField(unique=True, verbose_name="券番号")),
                ("issue_class", models.TextField(verbose_name="発行区分")),
                ("channel", models.TextField(null=True, verbose_name="申請の方法")),
                ("reason", models.TextField(null=True, verbose_name="再発行の理由")),
                ("desk", models.TextField(verbose_name="発行窓口")),
            ],
            options={
                "verbose_name": "接種券",
                "db_table": "voucher",
            },
        ),
        migrations.AddField(
            model_name="dose",
            name="foreign_voucher",
            field=models.BooleanField(default=False, verbose_name="区が発行していない券"),
        ),
        migrations.CreateModel(
            name="IssueConditions",
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
                ("content", models.TextField(verbose_name="条件")),
            ],
            options={
                "verbose_name": "発行の条件",
                "db_table": "issue_conditions",
                "indexes": [models.Index(fields=["name", "-id"], name="issue_conditions_by_name")],
            },
        ),
        migrations.CreateModel(
            name="IssuePrinting",
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
                ("batch", models.IntegerField(verbose_name="束")),
                ("pages", models.IntegerField(verbose_name="ページ数")),
                ("sha256", models.TextField(verbose_name="ハッシュ値")),
                (
                    "issue_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.issuerun",
                        verbose_name="一斉発行",
                    ),
                ),
            ],
            options={
                "verbose_name": "発行の印刷",
                "db_table": "issue_printing",
            },
        ),
        migrations.CreateModel(
            name="IssueCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField(verbose_name="接種名称")),
                ("dose", models.IntegerField(verbose_name="回数")),
                ("for_year", models.IntegerField(null=True, verbose_name="対象年度")),
                ("earliest_on", models.DateField(verbose_name="最も早い接種日")),
                ("last_on", models.DateField(null=True, verbose_name="最後の接種日")),
                ("is_guarded", models.BooleanField(verbose_name="担当課対応")),
                ("excluded", models.TextField(null=True, verbose_name="除外の理由")),
                ("mail_returned", models.BooleanField(verbose_name="返戻あり")),
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
                    "issue_run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.issuerun",
                        verbose_name="一斉発行",
                    ),
                ),
            ],
            options={
                "verbose_name": "発行の候補",
                "db_table": "issue_candidate",
            },
        ),
        migrations.CreateModel(
            name="IssueStep",
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
                    "issue_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.issuerun",
                        verbose_name="一斉発行",
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
                "verbose_name": "発行の段階",
                "db_table": "issue_step",
            },
        ),
        migrations.CreateModel(
            name="VoucherInForce",
            fields=[
                ("series", models.TextField(verbose_name="接種名称")),
                ("dose", models.IntegerField(verbose_name="回数")),
                ("for_year", models.IntegerField(null=True, verbose_name="対象年度")),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.voucher",
                        verbose_name="接種券",
                    ),
                ),
            ],
            options={
                "verbose_name": "有効な券",
                "db_table": "voucher_in_force",
            },
        ),
        migrations.CreateModel(
            name="VoucherVoid",
            fields=[
                ("recorded_by", models.BigIntegerField(null=True, verbose_name="入力者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="入力者")),
                ("recorded_at", models.DateTimeField(verbose_name="入力日時")),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.voucher",
                        verbose_name="接種券",
                    ),
                ),
                ("cause", models.TextField(verbose_name="無効の理由")),
            ],
            options={
                "verbose_name": "無効の券",
                "db_table": "voucher_void",
            },
        ),
        migrations.AddField(
            model_name="voucher",
            name="candidate",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.issuecandidate",
                verbose_name="発行の候補",
            ),
        ),
        migrations.AddField(
            model_name="voucher",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successor",
                to="ward.voucher",
                verbose_name="前の券",
            ),
        ),
        migrations.AddField(
            model_name="voucher",
            name="resident",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.resident",
                verbose_name="住民",
            ),
        ),
        migrations.CreateModel(
            name="VoucherApplication",
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
                ("applied_on", models.DateField(verbose_name="申請日")),
                ("channel", models.TextField(verbose_name="申請の方法")),
                ("identity_document", models.TextField(verbose_name="本人確認書類")),
                ("consents", models.BooleanField(verbose_name="接種記録の確認に同意")),
                (
                    "consent_text",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.consenttext",
                        verbose_name="同意の文面",
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
                "verbose_name": "接種券の申請",
                "db_table": "voucher_application",
            },
        ),
        migrations.AddField(
            model_name="voucher",
            name="application",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.voucherapplication",
                verbose_name="接種券の申請",
            ),
        ),
        migrations.CreateModel(
            name="VoucherExemption",
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
                ("series", models.TextField(null=True, verbose_name="接種名称")),
                ("cause", models.TextField(null=True, verbose_name="発行しない理由")),
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
                "verbose_name": "発行しない届出",
                "db_table": "voucher_exemption",
            },
        ),
        migrations.CreateModel(
            name="VoucherReturn",
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
                ("returned_on", models.DateField(verbose_name="戻った日")),
                ("cause", models.TextField(verbose_name="戻った理由")),
                ("next_step", models.TextField(verbose_name="次にすること")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="済んだ日時")),
                ("settled_by_name", models.TextField(null=True, verbose_name="済ませた職員")),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.voucher",
                        verbose_name="接種券",
                    ),
                ),
            ],
            options={
                "verbose_name": "返戻",
                "db_table": "voucher_return",
            },
        ),
        migrations.CreateModel(
            name="IssueSheet",
            fields=[
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.issuecandidate",
                        verbose_name="発行の候補",
                    ),
                ),
                ("is_guarded", models.BooleanField(verbose_name="担当課対応")),
                ("batch", models.IntegerField(verbose_name="束")),
                ("page", models.IntegerField(verbose_name="ページ")),
                ("envelope", models.IntegerField(verbose_name="封筒")),
                ("missing_glyph", models.TextField(null=True, verbose_name="印字できない文字")),
                (
                    "issue_run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.issuerun",
                        verbose_name="一斉発行",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.residentversion",
                        verbose_name="住民の異動",
                    ),
                ),
            ],
            options={
                "verbose_name": "発行の紙面",
                "db_table": "issue_sheet",
            },
        ),
        migrations.AddConstraint(
            model_name="issuecandidate",
            constraint=models.UniqueConstraint(
                fields=("issue_run", "resident", "series", "dose", "for_year"),
                name="issue_candidate_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="issuestep",
            constraint=models.UniqueConstraint(
                fields=("issue_run", "step"), name="issue_step_once"
            ),
        ),
        migrations.AddField(
            model_name="voucherinforce",
            name="resident",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="ward.resident",
                verbose_name="住民",
            ),
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["resident"], name="voucher_of_resident"),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{10}$")),
                name="voucher_number_has_ten_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("candidate__isnull", False), ("issue_class", "run")),
                    models.Q(
                        models.Q(("issue_class", "run"), _negated=True),
                        ("candidate", None),
                        ("channel__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="voucher_comes_from_a_run_or_a_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issue_class", "reissue"),
                        ("reason__isnull", False),
                        ("replaces__isnull", False),
                    ),
                    models.Q(
                        models.Q(("issue_class", "reissue"), _negated=True),
                        ("reason", None),
                        ("replaces", None),
                    ),
                    _connector="OR",
                ),
                name="voucher_is_reissued_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issue_class", "moved_in"), _negated=True),
                    ("application__isnull", False),
                    _connector="OR",
                ),
                name="voucher_of_who_moved_in_was_applied_for",
            ),
        ),
        migrations.AddIndex(
            model_name="voucherreturn",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)),
                fields=["recorded_at"],
                name="voucher_return_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuesheet",
            constraint=models.UniqueConstraint(
                fields=("issue_run", "batch", "page"), name="issue_sheet_has_its_page"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucherinforce",
            constraint=models.UniqueConstraint(
                fields=("resident", "series", "dose", "for_year"),
                name="voucher_once_a_dose",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(TIMELINE, NO_TIMELINE),
        migrations.RunSQL(RECORDED, NOT_RECORDED),
        migrations.RunSQL(COUNTERS, NO_COUNTERS),
        migrations.RunSQL(ISSUED, NO_ISSUED),
        migrations.RunSQL(VOIDED, NO_VOIDED),
        migrations.RunSQL(FIXED, NOT_FIXED),
        migrations.RunSQL(TO_STOP, NO_TO_STOP),
        migrations.RunSQL(STEPS, NO_STEPS),
        migrations.RunSQL(APPROVED, EARLIER_APPROVED),
        migrations.RunSQL(IN_USE, EARLIER_IN_USE),
        migrations.RunSQL(RETURNED, NOT_RETURNED),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
