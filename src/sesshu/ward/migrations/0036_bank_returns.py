"""What a bank sends back: transfers that failed leave their list and wait until their account is agreed on anew (V105)."""

import django.db.models.deletion
from django.db import migrations, models

# What a bank tells of a transfer, worked into its list: paid on the day, or off the list to wait for the next one.
# Batch 1 are clinics, batch 2 refunds, each followed by the number of the list. A sum, a list or a day that is not
# that of the row leaves it for a person.
WORKED = """
CREATE FUNCTION work_bank_return(asked bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    told bank_return_row;
    on_day date;
    became text := 'unmatched';
BEGIN
    SELECT * INTO STRICT told FROM bank_return_row WHERE id = asked AND fate IS NULL FOR UPDATE;
    SELECT paid_on INTO STRICT on_day FROM bank_return WHERE id = told.file_id;
    IF on_day <= (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date THEN
        IF told.batch LIKE '1%' AND work_clinic_return(told, on_day) THEN
            became := told.outcome;
        ELSIF told.batch LIKE '2%' AND work_refund_return(told, on_day) THEN
            became := told.outcome;
        END IF;
    END IF;
    UPDATE bank_return_row SET fate = became WHERE id = asked;
    RETURN became;
END $$;

CREATE FUNCTION work_clinic_return(told bank_return_row, on_day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    listed clinic_payment_list;
    own bigint[];
    due bigint;
BEGIN
    SELECT * INTO listed FROM clinic_payment_list WHERE id = substr(told.batch, 2)::bigint FOR UPDATE;
    SELECT array_agg(c.id), sum(s.yen) INTO own, due
        FROM clinic_payment c JOIN settlement s ON s.id = c.settlement_id
        WHERE c.payment_list_id = listed.id AND lpad(s.provider_code, 10, '0') = told.reference;
    IF due IS DISTINCT FROM told.yen OR on_day < listed.listed_on THEN
        RETURN false;
    END IF;
    IF told.outcome = 'paid' THEN
        UPDATE clinic_payment SET paid_on = on_day WHERE id = ANY (own) AND paid_on IS NULL;
        RETURN true;
    END IF;
    INSERT INTO failed_transfer (row_id, clinic_list_id, settlement_id, payee_id, marked_on, failed_at)
        SELECT told.id, payment_list_id, settlement_id, payee_id, paid_on, clock_timestamp()
        FROM clinic_payment WHERE id = ANY (own);
    DELETE FROM clinic_payment WHERE id = ANY (own);
    RETURN true;
END $$;

CREATE FUNCTION work_refund_return(told bank_return_row, on_day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    listed refund_payment_list;
    own refund_payment;
    due bigint;
BEGIN
    SELECT * INTO listed FROM refund_payment_list WHERE id = substr(told.batch, 2)::bigint FOR UPDATE;
    SELECT p.* INTO own FROM refund_payment p JOIN refund_decision d ON d.id = p.decision_id
        WHERE p.payment_list_id = listed.id AND d.fiscal_year || lpad(d.number::text, 6, '0') = told.reference;
    SELECT amount_yen INTO due FROM refund_decision WHERE id = own.decision_id;
    IF due IS DISTINCT FROM told.yen OR on_day < listed.listed_on THEN
        RETURN false;
    END IF;
    IF told.outcome = 'paid' THEN
        UPDATE refund_payment SET paid_on = on_day WHERE id = own.id AND paid_on IS NULL;
        RETURN true;
    END IF;
    INSERT INTO failed_transfer (row_id, refund_list_id, decision_id, marked_on, failed_at)
        VALUES (told.id, own.payment_list_id, own.decision_id, own.paid_on, clock_timestamp());
    DELETE FROM refund_payment WHERE id = own.id;
    RETURN true;
END $$;
"""
NOT_WORKED = """
DROP FUNCTION work_bank_return(bigint);
DROP FUNCTION work_refund_return(bank_return_row, date);
DROP FUNCTION work_clinic_return(bank_return_row, date);
"""

# The bodies of 0026 and 0030: what a bank could not pay waits until two people agreed on the account anew.
CLINICS = """
CREATE OR REPLACE FUNCTION clinic_list_is_filled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO clinic_payment (payment_list_id, settlement_id, payee_id)
        SELECT NEW.id, s.id, p.id FROM (
            SELECT u.*, sum(u.yen) OVER (PARTITION BY u.provider_code) AS due FROM settlement u
            WHERE NOT EXISTS (SELECT FROM clinic_payment c WHERE c.settlement_id = u.id)) s
        JOIN clinic_payee p ON p.provider_code = s.provider_code AND p.valid_from <= NEW.listed_on
            AND (p.valid_until IS NULL OR NEW.listed_on <= p.valid_until)
        WHERE s.due > 0{failed} ORDER BY s.provider_code, s.month;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is nothing to pay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinic_list_has_lines';
    END IF;
    RETURN NULL;
END $$;
"""
CLINICS_ANEW = CLINICS.format(
    failed=" AND NOT EXISTS (SELECT FROM failed_transfer f WHERE f.payee_id = p.id)"
)
CLINICS_BEFORE = CLINICS.format(failed="")
REFUNDS = """
CREATE OR REPLACE FUNCTION refund_list_is_filled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO refund_payment (payment_list_id, decision_id)
        SELECT NEW.id, d.id FROM refund_decision d JOIN resident r ON r.id = d.resident_id
        WHERE d.amount_yen > 0 AND r.is_guarded = NEW.of_guarded
          AND NOT EXISTS (SELECT FROM refund_payment p WHERE p.decision_id = d.id){failed}
        ORDER BY d.fiscal_year, d.number;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is nothing to pay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_list_has_lines';
    END IF;
    RETURN NULL;
END $$;
"""
REFUNDS_ANEW = REFUNDS.format(failed=" AND NOT refund_account_failed(d.id)")
REFUNDS_BEFORE = REFUNDS.format(failed="")
FAILED = """
CREATE FUNCTION refund_account_failed(asked bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT EXISTS (
        SELECT FROM failed_transfer f JOIN refund_decision d ON d.id = f.decision_id
        WHERE f.decision_id = asked AND NOT EXISTS (
            SELECT FROM refund_account_draft n JOIN proposal a ON a.id = n.proposal_id
            WHERE n.application_id = d.application_id AND a.state = 'approved' AND a.decided_at > f.failed_at))
$$;
"""
NOT_FAILED = "DROP FUNCTION refund_account_failed(bigint);"

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['work_bank_return(bigint)', 'work_clinic_return(bank_return_row, date)',
        'work_refund_return(bank_return_row, date)', 'clinic_list_is_filled()', 'refund_list_is_filled()',
        'refund_account_failed(bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ward", "0035_doses_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.TextField(unique=True, verbose_name="ハッシュ値")),
                ("paid_on", models.DateField(verbose_name="振込指定日")),
                ("run_id", models.BigIntegerField(unique=True, verbose_name="一括処理")),
                ("registered_at", models.DateTimeField(verbose_name="受付日時")),
            ],
            options={
                "verbose_name": "銀行の振込結果",
                "db_table": "bank_return",
            },
        ),
        migrations.CreateModel(
            name="BankReturnRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_number", models.IntegerField(verbose_name="行番号")),
                ("batch", models.TextField(verbose_name="支払一覧の番号")),
                ("reference", models.TextField(verbose_name="支払の番号")),
                ("yen", models.BigIntegerField(verbose_name="金額")),
                ("sign", models.TextField(verbose_name="銀行の記号")),
                ("result", models.TextField(verbose_name="銀行の結果")),
                ("outcome", models.TextField(verbose_name="振込の成否")),
                ("fate", models.TextField(null=True, verbose_name="区の処理")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.bankreturn",
                        verbose_name="銀行の振込結果",
                    ),
                ),
            ],
            options={
                "verbose_name": "振込結果の行",
                "db_table": "bank_return_row",
            },
        ),
        migrations.CreateModel(
            name="FailedTransfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marked_on", models.DateField(null=True, verbose_name="記録していた支払日")),
                ("failed_at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "clinic_list",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.clinicpaymentlist",
                        verbose_name="委託料の支払一覧",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refunddecision",
                        verbose_name="償還払いの決定",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.clinicpayee",
                        verbose_name="振込先",
                    ),
                ),
                (
                    "refund_list",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.refundpaymentlist",
                        verbose_name="償還払いの支払一覧",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.bankreturnrow",
                        verbose_name="振込結果の行",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.settlement",
                        verbose_name="委託料の確定",
                    ),
                ),
            ],
            options={
                "verbose_name": "振込不能",
                "db_table": "failed_transfer",
            },
        ),
        migrations.AddConstraint(
            model_name="bankreturnrow",
            constraint=models.UniqueConstraint(
                fields=("file", "row_number"), name="bank_return_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankreturnrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ("paid", "failed"))),
                name="bank_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankreturnrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fate", None), ("fate__in", ("paid", "failed", "unmatched")), _connector="OR"
                ),
                name="bank_return_fate_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="failedtransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("clinic_list__isnull", False),
                        ("decision", None),
                        ("payee__isnull", False),
                        ("refund_list", None),
                        ("settlement__isnull", False),
                    ),
                    models.Q(
                        ("clinic_list", None),
                        ("decision__isnull", False),
                        ("payee", None),
                        ("refund_list__isnull", False),
                        ("settlement", None),
                    ),
                    _connector="OR",
                ),
                name="failed_transfer_is_of_one_kind",
            ),
        ),
        migrations.RunSQL(WORKED, NOT_WORKED),
        migrations.RunSQL(FAILED, NOT_FAILED),
        migrations.RunSQL(CLINICS_ANEW, CLINICS_BEFORE),
        migrations.RunSQL(REFUNDS_ANEW, REFUNDS_BEFORE),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
