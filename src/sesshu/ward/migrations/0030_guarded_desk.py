"""Letters and refunds of people under protection: taken, decided and paid by their desk alone (B5, D3)."""

import django.db.models.deletion
from django.db import migrations, models

# A proposal about somebody under protection is one of their desk, whose kind says so: no other desk decides it. The
# person is locked, so that protection which begins at this moment waits for the decision, or the decision for it.
DECIDED_AT_ITS_DESK = """
CREATE OR REPLACE FUNCTION letter_was_approved(asked proposal, wanted text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM resident WHERE id = ANY (asked.subjects) AND is_guarded FOR SHARE;
    IF asked.kind = (CASE WHEN FOUND THEN wanted ELSE replace(wanted, 'ward.', 'ward.guarded_') END) THEN
        RAISE EXCEPTION 'proposal % is for another desk', asked.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_is_decided_at_its_desk';
    END IF;
    IF asked.kind NOT IN (wanted, replace(wanted, 'ward.', 'ward.guarded_')) OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no % that this account has approved', asked.id, wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_was_approved';
    END IF;
END $$;
"""
# The body of 0008 for both tables of stays: each takes those of its own people.
STAYS = """
CREATE OR REPLACE FUNCTION request_letter_stay_belongs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
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
    PERFORM FROM resident WHERE id = NEW.resident_id
        AND is_guarded = (TG_TABLE_NAME = 'guarded_request_letter_stay') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the stay of this resident is no matter of %: guarded or not', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_letter_stay_is_guarded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarded_request_letter_stay_belongs BEFORE INSERT ON guarded_request_letter_stay
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION request_letter_stay_belongs();
"""

# A receipt names the clinic, an application the address: both lie where the person's address lies.
EVIDENCE = """
DROP TRIGGER refund_evidence_is_fixed ON refund_evidence;
-- papers of whoever is under protection already
WITH moved AS (
    DELETE FROM refund_evidence e USING refund_application f JOIN resident r ON r.id = f.resident_id
    WHERE f.id = e.application_id AND r.is_guarded RETURNING e.*
)
INSERT INTO guarded_refund_evidence
    (application_id, kind, media_type, content, recorded_by, recorded_by_name, recorded_at)
    SELECT application_id, kind, media_type, content, recorded_by, recorded_by_name, recorded_at
    FROM moved ORDER BY id;
CREATE TRIGGER refund_evidence_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_evidence
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refund_is_fixed();
CREATE TRIGGER guarded_refund_evidence_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON guarded_refund_evidence
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refund_is_fixed();
DROP TRIGGER refund_evidence_is_recorded ON refund_evidence;
CREATE TRIGGER refund_evidence_is_recorded BEFORE INSERT ON refund_evidence
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refund_row_is_recorded();
CREATE TRIGGER guarded_refund_evidence_is_recorded BEFORE INSERT ON guarded_refund_evidence
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refund_row_is_recorded();

CREATE FUNCTION refund_evidence_is_at_its_desk() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM FROM resident r JOIN refund_application f ON f.resident_id = r.id
        WHERE f.id = NEW.application_id AND r.is_guarded = (TG_TABLE_NAME = 'guarded_refund_evidence')
        FOR SHARE OF r;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the papers of application % are no matter of %', NEW.application_id, TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_guarded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refund_evidence_is_at_its_desk BEFORE INSERT ON refund_evidence
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refund_evidence_is_at_its_desk();
CREATE TRIGGER guarded_refund_evidence_is_at_its_desk BEFORE INSERT ON guarded_refund_evidence
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refund_evidence_is_at_its_desk();

CREATE FUNCTION refund_evidence_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.is_guarded THEN
        WITH moved AS (
            DELETE FROM refund_evidence e USING refund_application f
            WHERE f.id = e.application_id AND f.resident_id = NEW.id RETURNING e.*
        )
        INSERT INTO guarded_refund_evidence
            (application_id, kind, media_type, content, recorded_by, recorded_by_name, recorded_at)
            SELECT application_id, kind, media_type, content, recorded_by, recorded_by_name, recorded_at
            FROM moved ORDER BY id;
    ELSE
        WITH moved AS (
            DELETE FROM guarded_refund_evidence e USING refund_application f
            WHERE f.id = e.application_id AND f.resident_id = NEW.id RETURNING e.*
        )
        INSERT INTO refund_evidence
            (application_id, kind, media_type, content, recorded_by, recorded_by_name, recorded_at)
            SELECT application_id, kind, media_type, content, recorded_by, recorded_by_name, recorded_at
            FROM moved ORDER BY id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refund_evidence_moves AFTER UPDATE OF is_guarded ON resident
    FOR EACH ROW WHEN (NEW.is_guarded <> OLD.is_guarded) EXECUTE FUNCTION refund_evidence_moves();
"""

# The body of 0019 for both desks: who takes an application is refused where its papers are (above).
APPLIED = """
CREATE OR REPLACE FUNCTION refund_application_is_sound() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    given dose;
BEGIN
    SELECT d.* INTO given FROM dose d JOIN current_dose c ON c.dose_id = d.id WHERE d.id = NEW.dose_id;
    IF given.id IS NULL OR given.resident_id <> NEW.resident_id OR given.outcome <> 'given' THEN
        RAISE EXCEPTION 'dose % does not stand on record for this resident', NEW.dose_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_about_a_standing_dose';
    END IF;
    IF NEW.paid_on < given.given_on OR NEW.received_on > (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'the days of this application cannot be'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_days_in_order';
    END IF;
    RETURN NEW;
END $$;
"""

# Each desk's list takes what its own people are due.
PAID = """
CREATE OR REPLACE FUNCTION refund_list_is_filled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO refund_payment (payment_list_id, decision_id)
        SELECT NEW.id, d.id FROM refund_decision d JOIN resident r ON r.id = d.resident_id
        WHERE d.amount_yen > 0 AND r.is_guarded = NEW.of_guarded
          AND NOT EXISTS (SELECT FROM refund_payment p WHERE p.decision_id = d.id)
        ORDER BY d.fiscal_year, d.number;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is nothing to pay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_list_has_lines';
    END IF;
    RETURN NULL;
END $$;
"""

# The doors of 0019 and 0025 for the guarded zone; the change of an account is one for both desks.
ACCOUNTS = """
CREATE FUNCTION guarded_refund_account(asked bigint)
RETURNS TABLE (bank_code text, branch_code text, kind text, number text, holder_kana text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT a.bank_code, a.branch_code, a.kind, a.number, a.holder_kana
    FROM refund_account a JOIN refund_application f ON f.id = a.application_id JOIN resident r ON r.id = f.resident_id
    LEFT JOIN refund_decision d ON d.application_id = f.id LEFT JOIN refund_payment p ON p.decision_id = d.id
    WHERE f.id = asked AND a.erased_at IS NULL AND r.is_guarded
      AND (d.id IS NULL OR (d.amount_yen > 0 AND p.paid_on IS NULL))
$$;

CREATE FUNCTION guarded_refund_account_drafted(asked bigint)
RETURNS TABLE (bank_code text, branch_code text, kind text, number text, holder_kana text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT n.bank_code, n.branch_code, n.kind, n.number, n.holder_kana
    FROM refund_account_draft n JOIN proposal a ON a.id = n.proposal_id
    JOIN refund_application f ON f.id = n.application_id JOIN resident r ON r.id = f.resident_id
    WHERE a.id = asked AND a.state = 'open' AND n.erased_at IS NULL AND r.is_guarded
$$;

CREATE OR REPLACE FUNCTION change_refund_account(asked bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    agreed proposal;
    draft refund_account_draft;
BEGIN
    SELECT * INTO agreed FROM proposal WHERE id = asked;
    PERFORM letter_was_approved(agreed, 'ward.refund_account');
    SELECT * INTO STRICT draft FROM refund_account_draft WHERE proposal_id = asked;
    IF encode(sha256(convert_to(concat_ws(chr(31), draft.salt, draft.application_id::text, draft.bank_code,
        draft.branch_code, draft.kind, draft.number, draft.holder_kana), 'UTF8')), 'hex')
       IS DISTINCT FROM agreed.payload::jsonb ->> 'account_sha256'
       OR (agreed.payload::jsonb ->> 'application_id')::bigint <> draft.application_id
       OR agreed.subjects <> ARRAY[(SELECT resident_id FROM refund_application WHERE id = draft.application_id)] THEN
        RAISE EXCEPTION 'the account is not the one of proposal %', asked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_account_is_what_was_approved';
    END IF;
    -- a list of the same moment refers to the decision: it waits for us, or we for it
    PERFORM FROM refund_decision WHERE application_id = draft.application_id FOR UPDATE;
    IF NOT refund_account_may_change(draft.application_id) THEN
        RAISE EXCEPTION 'the account of application % has left or is not needed', draft.application_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_account_left';
    END IF;
    UPDATE refund_account SET bank_code = draft.bank_code, branch_code = draft.branch_code, kind = draft.kind,
        number = draft.number, holder_kana = draft.holder_kana WHERE application_id = draft.application_id;
    PERFORM erase_refund_draft(asked);
END $$;
"""
PINNED = """
DO $$
DECLARE guard regprocedure;
BEGIN
    FOREACH guard IN ARRAY ARRAY['letter_was_approved(proposal, text)', 'request_letter_stay_belongs()',
        'refund_evidence_is_at_its_desk()', 'refund_evidence_moves()', 'refund_application_is_sound()', 'refund_list_is_filled()',
        'guarded_refund_account(bigint)', 'guarded_refund_account_drafted(bigint)',
        'change_refund_account(bigint)']::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_transfer_files"),
        ("ward", "0029_exempt_at_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="refundpaymentlist",
            name="of_guarded",
            field=models.BooleanField(db_default=False, verbose_name="担当課の支払一覧"),
        ),
        migrations.CreateModel(
            name="GuardedRefundEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_by", models.BigIntegerField(verbose_name="入力者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="入力者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                ("kind", models.TextField(verbose_name="書類の種類")),
                ("media_type", models.TextField(verbose_name="形式")),
                ("content", models.BinaryField(verbose_name="書類の写し")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refundapplication",
                        verbose_name="申請",
                    ),
                ),
            ],
            options={
                "verbose_name": "担当課対応の償還払いの書類",
                "db_table": "guarded_refund_evidence",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["form", "receipt", "record", "other"])),
                        name="guarded_refund_evidence_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("media_type__in", ["application/pdf", "image/jpeg", "image/png"])
                        ),
                        name="guarded_refund_evidence_can_be_shown",
                    ),
                ],
            },
        ),
        migrations.RunSQL(DECIDED_AT_ITS_DESK),
        migrations.RunSQL(STAYS),
        migrations.RunSQL(EVIDENCE),
        migrations.RunSQL(APPLIED),
        migrations.RunSQL(PAID),
        migrations.RunSQL(ACCOUNTS),
        migrations.RunSQL(PINNED),
    ]
