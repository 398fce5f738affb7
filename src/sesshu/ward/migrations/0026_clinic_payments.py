"""Payments to clinics: accounts two people agreed on, lists that PostgreSQL fills, each month paid once (V105)."""

import django.db.models.deletion
from django.db import migrations, models

WRITTEN = """
ALTER TABLE clinic_payee ADD CONSTRAINT clinic_payee_is_one_a_day EXCLUDE USING gist (
    provider_code WITH =, daterange(valid_from, valid_until, '[]') WITH &&);

CREATE FUNCTION clinic_payee_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.clinic_payees', NEW.place);
BEGIN
    NEW.provider_code := said ->> 'provider_code';
    NEW.bank_code := said ->> 'bank_code';
    NEW.branch_code := said ->> 'branch_code';
    NEW.kind := said ->> 'kind';
    NEW.number := said ->> 'number';
    NEW.holder_kana := said ->> 'holder_kana';
    NEW.valid_from := (said ->> 'valid_from')::date;
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    UPDATE clinic_payee SET valid_until = NEW.valid_from - 1
        WHERE provider_code = NEW.provider_code AND valid_from < NEW.valid_from
          AND (valid_until IS NULL OR valid_until >= NEW.valid_from);
    RETURN NEW;
END $$;
CREATE TRIGGER clinic_payee_is_what_was_approved BEFORE INSERT ON clinic_payee
    FOR EACH ROW EXECUTE FUNCTION clinic_payee_is_what_was_approved();
CREATE TRIGGER clinic_payment_list_is_recorded BEFORE INSERT ON clinic_payment_list
    FOR EACH ROW EXECUTE FUNCTION refund_row_is_recorded();
"""
NOT_WRITTEN = """
DROP TRIGGER clinic_payment_list_is_recorded ON clinic_payment_list;
DROP TRIGGER clinic_payee_is_what_was_approved ON clinic_payee;
DROP FUNCTION clinic_payee_is_what_was_approved();
"""

# A list takes all unlisted months of a clinic together, if their sum is more than nothing: what 過誤 takes back is
# kept from what is due. Of two lists made at once the unique settlement lets one through.
PAID = """
CREATE FUNCTION clinic_list_is_filled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO clinic_payment (payment_list_id, settlement_id, payee_id)
        SELECT NEW.id, s.id, p.id FROM (
            SELECT u.*, sum(u.yen) OVER (PARTITION BY u.provider_code) AS due FROM settlement u
            WHERE NOT EXISTS (SELECT FROM clinic_payment c WHERE c.settlement_id = u.id)) s
        JOIN clinic_payee p ON p.provider_code = s.provider_code AND p.valid_from <= NEW.listed_on
            AND (p.valid_until IS NULL OR NEW.listed_on <= p.valid_until)
        WHERE s.due > 0 ORDER BY s.provider_code, s.month;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is nothing to pay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinic_list_has_lines';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER clinic_list_is_filled AFTER INSERT ON clinic_payment_list
    FOR EACH ROW EXECUTE FUNCTION clinic_list_is_filled();

CREATE FUNCTION clinic_payment_is_marked_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF OLD.paid_on IS NOT NULL OR NEW.paid_on IS NULL THEN
        RAISE EXCEPTION 'payment % is marked', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinic_payment_once';
    END IF;
    IF NEW.paid_on NOT BETWEEN (SELECT listed_on FROM clinic_payment_list WHERE id = OLD.payment_list_id)
                           AND (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date THEN
        RAISE EXCEPTION 'payment % is marked for a day that cannot be', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinic_payment_days_in_order';
    END IF;
    NEW.marked_by_name := acting_name();
    RETURN NEW;
END $$;
CREATE TRIGGER clinic_payment_is_marked_once BEFORE UPDATE ON clinic_payment
    FOR EACH ROW EXECUTE FUNCTION clinic_payment_is_marked_once();
"""
NOT_PAID = """
DROP TRIGGER clinic_payment_is_marked_once ON clinic_payment;
DROP FUNCTION clinic_payment_is_marked_once();
DROP TRIGGER clinic_list_is_filled ON clinic_payment_list;
DROP FUNCTION clinic_list_is_filled();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['clinic_payee_is_what_was_approved()', 'clinic_list_is_filled()',
        'clinic_payment_is_marked_once()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_transfer_files"),
        ("ward", "0025_refund_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClinicPaymentList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("listed_on", models.DateField(verbose_name="作成日")),
                ("recorded_by", models.BigIntegerField(verbose_name="作成者の番号")),
                ("recorded_by_name", models.TextField(verbose_name="作成者")),
                ("recorded_at", models.DateTimeField(verbose_name="作成日時")),
            ],
            options={
                "verbose_name": "委託料の支払一覧",
                "db_table": "clinic_payment_list",
            },
        ),
        migrations.CreateModel(
            name="ClinicPayee",
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
                ("bank_code", models.TextField(verbose_name="金融機関コード")),
                ("branch_code", models.TextField(verbose_name="支店コード")),
                ("kind", models.TextField(verbose_name="預金種目")),
                ("number", models.TextField(verbose_name="口座番号")),
                ("holder_kana", models.TextField(verbose_name="口座名義カナ")),
                ("valid_from", models.DateField(verbose_name="適用の初日")),
                ("valid_until", models.DateField(null=True, verbose_name="適用の末日")),
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
                "verbose_name": "医療機関の振込先",
                "db_table": "clinic_payee",
            },
        ),
        migrations.CreateModel(
            name="ClinicPayment",
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
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.clinicpayee",
                        verbose_name="振込先",
                    ),
                ),
                (
                    "settlement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.settlement",
                        verbose_name="委託料の確定",
                    ),
                ),
                (
                    "payment_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.clinicpaymentlist",
                        verbose_name="支払一覧",
                    ),
                ),
            ],
            options={
                "verbose_name": "委託料の支払",
                "db_table": "clinic_payment",
            },
        ),
        migrations.AddConstraint(
            model_name="clinicpayee",
            constraint=models.UniqueConstraint(
                fields=("proposal", "place"), name="clinic_payee_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpayee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bank_code__regex", "^[0-9]{4}$"),
                    ("branch_code__regex", "^[0-9]{3}$"),
                    ("holder_kana__regex", "\\S"),
                    ("number__regex", "^[0-9]{7}$"),
                ),
                name="clinic_payee_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpayee",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("ordinary", "current", "savings"))),
                name="clinic_payee_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpayee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="clinic_payee_ends_after_it_begins",
            ),
        ),
        migrations.RunSQL(WRITTEN, NOT_WRITTEN),
        migrations.RunSQL(PAID, NOT_PAID),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
