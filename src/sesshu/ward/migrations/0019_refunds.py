"""償還払い: applications, decisions of two people, payments; each dose is paid back once (B5, V091, V108)."""

import django.db.models.deletion
from django.db import migrations, models

RECORDED_TABLES = ("refund_application", "refund_evidence", "refund_payment_list")
RECORDED = """
CREATE FUNCTION refund_row_is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_by := acting_account();
    NEW.recorded_by_name := acting_name();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_recorded BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION refund_row_is_recorded();
"""
    for table in RECORDED_TABLES
)
NOT_RECORDED = (
    "".join(f"DROP TRIGGER {table}_is_recorded ON {table};\n" for table in RECORDED_TABLES)
    + "DROP FUNCTION refund_row_is_recorded();"
)

# A bank's branch tells where somebody lives, so nothing about a guarded resident is taken here.
APPLIED = """
CREATE FUNCTION refund_application_is_sound() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
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
    PERFORM FROM resident WHERE id = NEW.resident_id AND NOT is_guarded FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the account of a guarded resident is no matter of this table'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_guarded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refund_application_is_sound BEFORE INSERT ON refund_application
    FOR EACH ROW EXECUTE FUNCTION refund_application_is_sound();
"""
NOT_APPLIED = """
DROP TRIGGER refund_application_is_sound ON refund_application;
DROP FUNCTION refund_application_is_sound();
"""

# As for doses (ADR 45): the decision is read from the text that two people approved. A dose is known by its first
# row, whatever was corrected since; nothing is paid for one that does not stand, or that no letter came before.
DECIDED = """
CREATE FUNCTION first_row_of_dose(asked bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE back AS (
        SELECT id, supersedes_id FROM dose WHERE id = asked
        UNION ALL SELECT d.id, d.supersedes_id FROM back b JOIN dose d ON d.id = b.supersedes_id
    )
    SELECT id FROM back WHERE supersedes_id IS NULL
$$;

CREATE FUNCTION standing_row_of_dose(asked bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE forward AS (
        SELECT id FROM dose WHERE id = asked
        UNION ALL SELECT d.id FROM forward f JOIN dose d ON d.supersedes_id = f.id
    )
    SELECT c.dose_id FROM forward f JOIN current_dose c ON c.dose_id = f.id
$$;

CREATE FUNCTION refund_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
    applied refund_application;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    PERFORM letter_was_approved(asked, 'ward.refund_decision');
    said := asked.payload::jsonb;
    SELECT * INTO STRICT applied FROM refund_application WHERE id = (said ->> 'application_id')::bigint;
    NEW.application_id := applied.id;
    NEW.resident_id := applied.resident_id;
    NEW.dose_id := first_row_of_dose(applied.dose_id);
    NEW.claimed_yen := applied.claimed_yen;
    NEW.outcome := said ->> 'outcome';
    NEW.reason := said ->> 'reason';
    NEW.note := said ->> 'note';
    NEW.most_yen := (said ->> 'most_yen')::integer;
    NEW.amount_yen := (said ->> 'amount_yen')::integer;
    NEW.asked_by_name := asked.proposed_by_name;
    NEW.decided_by_name := asked.decided_by_name;
    NEW.recorded_at := clock_timestamp();
    NEW.decided_on := (NEW.recorded_at AT TIME ZONE 'Asia/Tokyo')::date;
    NEW.fiscal_year := fiscal_year_of(NEW.decided_on);
    IF asked.subjects <> ARRAY[NEW.resident_id] THEN
        RAISE EXCEPTION 'proposal % is about somebody else', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_about_its_subject';
    END IF;
    IF NEW.amount_yen > 0 AND NOT EXISTS (
        SELECT FROM dose d JOIN number_of_person n ON n.resident_id = d.resident_id
        JOIN request_letter l ON l.resident_id = n.number_id
        WHERE d.id = standing_row_of_dose(applied.dose_id) AND l.issued_on <= d.given_on
          AND d.series || '/' || d.dose_number = ANY (l.vaccinations)
    ) THEN
        RAISE EXCEPTION 'no letter came before the dose of application %', applied.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_follows_a_letter';
    END IF;
    PERFORM pg_advisory_xact_lock('refund_decision'::regclass::oid::bigint);
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number
        FROM refund_decision WHERE fiscal_year = NEW.fiscal_year;
    RETURN NEW;
END $$;
CREATE TRIGGER refund_is_what_was_approved BEFORE INSERT ON refund_decision
    FOR EACH ROW EXECUTE FUNCTION refund_is_what_was_approved();
"""
NOT_DECIDED = """
DROP TRIGGER refund_is_what_was_approved ON refund_decision;
DROP FUNCTION refund_is_what_was_approved();
DROP FUNCTION standing_row_of_dose(bigint);
DROP FUNCTION first_row_of_dose(bigint);
"""

# A list takes every decided refund that is in none. Of two lists made at once the unique decision lets one through.
PAID = """
CREATE FUNCTION refund_list_is_filled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO refund_payment (payment_list_id, decision_id)
        SELECT NEW.id, d.id FROM refund_decision d JOIN resident r ON r.id = d.resident_id
        WHERE d.amount_yen > 0 AND NOT r.is_guarded
          AND NOT EXISTS (SELECT FROM refund_payment p WHERE p.decision_id = d.id)
        ORDER BY d.fiscal_year, d.number;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is nothing to pay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_list_has_lines';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refund_list_is_filled AFTER INSERT ON refund_payment_list
    FOR EACH ROW EXECUTE FUNCTION refund_list_is_filled();

CREATE FUNCTION refund_payment_is_marked_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF OLD.paid_on IS NOT NULL OR NEW.paid_on IS NULL THEN
        RAISE EXCEPTION 'payment % is marked', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_payment_once';
    END IF;
    IF NEW.paid_on NOT BETWEEN (SELECT decided_on FROM refund_decision WHERE id = OLD.decision_id)
                           AND (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'payment % is marked for a day that cannot be', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_days_in_order';
    END IF;
    NEW.marked_by_name := acting_name();
    RETURN NEW;
END $$;
CREATE TRIGGER refund_payment_is_marked_once BEFORE UPDATE ON refund_payment
    FOR EACH ROW EXECUTE FUNCTION refund_payment_is_marked_once();
"""
NOT_PAID = """
DROP TRIGGER refund_payment_is_marked_once ON refund_payment;
DROP FUNCTION refund_payment_is_marked_once();
DROP TRIGGER refund_list_is_filled ON refund_payment_list;
DROP FUNCTION refund_list_is_filled();
"""

# Accounts are shown by these doors alone: while an application is open, and while its payment is to be made.
ACCOUNTS = """
CREATE FUNCTION refund_account_to_check(asked bigint)
RETURNS TABLE (bank_code text, branch_code text, kind text, number text, holder_kana text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT a.bank_code, a.branch_code, a.kind, a.number, a.holder_kana
    FROM refund_account a JOIN refund_application f ON f.id = a.application_id JOIN resident r ON r.id = f.resident_id
    WHERE f.id = asked AND a.erased_at IS NULL AND NOT r.is_guarded
      AND NOT EXISTS (SELECT FROM refund_decision d WHERE d.application_id = f.id)
$$;

CREATE FUNCTION refund_accounts_to_pay(asked bigint)
RETURNS TABLE (decision_id bigint, bank_code text, branch_code text, kind text, number text, holder_kana text)
LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT d.id, a.bank_code, a.branch_code, a.kind, a.number, a.holder_kana
    FROM refund_payment p JOIN refund_decision d ON d.id = p.decision_id
    JOIN refund_account a ON a.application_id = d.application_id JOIN resident r ON r.id = d.resident_id
    WHERE p.payment_list_id = asked AND p.paid_on IS NULL AND a.erased_at IS NULL AND NOT r.is_guarded
$$;

CREATE FUNCTION erase_refund_accounts(until_on date) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    WITH erased AS (
        UPDATE refund_account a SET bank_code = NULL, branch_code = NULL, kind = NULL, number = NULL,
               holder_kana = NULL, erased_at = clock_timestamp()
        FROM refund_decision d LEFT JOIN refund_payment p ON p.decision_id = d.id
        WHERE d.application_id = a.application_id AND a.erased_at IS NULL
          AND CASE WHEN d.amount_yen > 0 THEN p.paid_on ELSE d.decided_on END < until_on
        RETURNING 1
    )
    SELECT count(*) FROM erased
$$;
"""
NO_ACCOUNTS = """
DROP FUNCTION erase_refund_accounts(date);
DROP FUNCTION refund_accounts_to_pay(bigint);
DROP FUNCTION refund_account_to_check(bigint);
"""

# The grants refuse it to every role; this refuses it to whoever is given too much by mistake.
FIXED_TABLES = ("refund_application", "refund_evidence", "refund_decision", "refund_payment_list")
FIXED = """
CREATE FUNCTION refund_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was applied for and decided is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_fixed';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refund_is_fixed();
"""
    for table in FIXED_TABLES
)
NOT_FIXED = (
    "".join(f"DROP TRIGGER {table}_is_fixed ON {table};\n" for table in FIXED_TABLES)
    + "DROP FUNCTION refund_is_fixed();"
)
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['refund_row_is_recorded()', 'refund_application_is_sound()',
        'first_row_of_dose(bigint)', 'standing_row_of_dose(bigint)', 'refund_is_what_was_approved()',
        'refund_list_is_filled()', 'refund_payment_is_marked_once()', 'refund_account_to_check(bigint)',
        'refund_accounts_to_pay(bigint)', 'erase_refund_accounts(date)', 'refund_is_fixed()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0007_report_duties"),
        ("ward", "0018_fees"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundApplication",
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
                ("form_key", models.UUIDField(unique=True, verbose_name="フォームの番号")),
                ("applicant", models.TextField(verbose_name="申請者の区分")),
                ("applicant_name", models.TextField(verbose_name="申請者の氏名")),
                ("received_on", models.DateField(verbose_name="申請日")),
                ("paid_on", models.DateField(verbose_name="支払日")),
                ("claimed_yen", models.IntegerField(verbose_name="請求額")),
                ("fee_exempt", models.BooleanField(verbose_name="自己負担の免除")),
                (
                    "dose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.dose",
                        verbose_name="接種",
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
                "verbose_name": "償還払いの申請",
                "db_table": "refund_application",
            },
        ),
        migrations.CreateModel(
            name="RefundPaymentList",
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
                ("listed_on", models.DateField(verbose_name="作成日")),
            ],
            options={
                "verbose_name": "償還払いの支払一覧",
                "db_table": "refund_payment_list",
            },
        ),
        migrations.CreateModel(
            name="RefundDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.TextField(verbose_name="決定の区分")),
                ("reason", models.TextField(null=True, verbose_name="理由")),
                ("note", models.TextField(null=True, verbose_name="備考")),
                ("claimed_yen", models.IntegerField(verbose_name="請求額")),
                ("most_yen", models.IntegerField(verbose_name="上限額")),
                ("amount_yen", models.IntegerField(verbose_name="支給額")),
                ("fiscal_year", models.IntegerField(verbose_name="年度")),
                ("number", models.IntegerField(verbose_name="決定番号")),
                ("decided_on", models.DateField(verbose_name="決定日")),
                ("asked_by_name", models.TextField(verbose_name="起案者")),
                ("decided_by_name", models.TextField(verbose_name="決裁者")),
                ("recorded_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refundapplication",
                        verbose_name="申請",
                    ),
                ),
                (
                    "dose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ward.dose",
                        verbose_name="接種",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="foundation.proposal",
                        verbose_name="決裁",
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
                "verbose_name": "償還払いの決定",
                "db_table": "refund_decision",
            },
        ),
        migrations.CreateModel(
            name="RefundEvidence",
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
                "verbose_name": "償還払いの書類",
                "db_table": "refund_evidence",
            },
        ),
        migrations.CreateModel(
            name="RefundPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paid_on", models.DateField(null=True, verbose_name="支払日")),
                ("marked_by_name", models.TextField(null=True, verbose_name="支払を記録した職員")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refunddecision",
                        verbose_name="決定",
                    ),
                ),
                (
                    "payment_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refundpaymentlist",
                        verbose_name="支払一覧",
                    ),
                ),
            ],
            options={
                "verbose_name": "償還払いの支払",
                "db_table": "refund_payment",
            },
        ),
        migrations.CreateModel(
            name="RefundAccount",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ward.refundapplication",
                        verbose_name="申請",
                    ),
                ),
                ("bank_code", models.TextField(null=True, verbose_name="金融機関コード")),
                ("branch_code", models.TextField(null=True, verbose_name="支店コード")),
                ("kind", models.TextField(null=True, verbose_name="預金種目")),
                ("number", models.TextField(null=True, verbose_name="口座番号")),
                ("holder_kana", models.TextField(null=True, verbose_name="口座名義カナ")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="消去日時")),
            ],
            options={
                "verbose_name": "償還払いの振込先",
                "db_table": "refund_account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bank_code__regex", "^[0-9]{4}$"),
                                ("branch_code__regex", "^[0-9]{3}$"),
                                ("erased_at", None),
                                ("holder_kana__regex", "\\S"),
                                ("kind__isnull", False),
                                ("number__regex", "^[0-9]{7}$"),
                            ),
                            models.Q(
                                ("bank_code", None),
                                ("branch_code", None),
                                ("erased_at__isnull", False),
                                ("holder_kana", None),
                                ("kind", None),
                                ("number", None),
                            ),
                            _connector="OR",
                        ),
                        name="refund_account_is_whole_or_erased",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="refundapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("claimed_yen__gt", 0)), name="refund_claims_some_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="refundapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_on__lte", models.F("received_on"))),
                name="refund_is_asked_after_paying",
            ),
        ),
        migrations.AddConstraint(
            model_name="refunddecision",
            constraint=models.UniqueConstraint(
                fields=("fiscal_year", "number"), name="refund_decision_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refunddecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("amount_yen__gt", 0)),
                fields=("dose",),
                name="refund_once_a_dose",
            ),
        ),
        migrations.AddConstraint(
            model_name="refunddecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_yen", models.F("claimed_yen")),
                        ("outcome", "granted"),
                        ("reason", None),
                    ),
                    models.Q(
                        ("amount_yen__gt", 0),
                        ("amount_yen__lt", models.F("claimed_yen")),
                        ("outcome", "partly"),
                        ("reason__isnull", False),
                    ),
                    models.Q(("amount_yen", 0), ("outcome", "refused"), ("reason__isnull", False)),
                    _connector="OR",
                ),
                name="refund_amount_is_what_was_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="refunddecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_yen__lte", models.F("most_yen"))),
                name="refund_keeps_the_ceiling",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["form", "receipt", "record", "other"])),
                name="refund_evidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("media_type__in", ["application/pdf", "image/jpeg", "image/png"])
                ),
                name="refund_evidence_can_be_shown",
            ),
        ),
        migrations.RunSQL(RECORDED, NOT_RECORDED),
        migrations.RunSQL(APPLIED, NOT_APPLIED),
        migrations.RunSQL(DECIDED, NOT_DECIDED),
        migrations.RunSQL(PAID, NOT_PAID),
        migrations.RunSQL(ACCOUNTS, NO_ACCOUNTS),
        migrations.RunSQL(FIXED, NOT_FIXED),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
