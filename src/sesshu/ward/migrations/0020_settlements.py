"""What clinics are paid (V100–V103): PostgreSQL writes what two people agreed on, and pays no dose twice."""

import django.db.models.deletion
from django.db import migrations, models

APPROVED = """
ALTER TABLE unit_price ADD CONSTRAINT unit_price_is_one_a_day EXCLUDE USING gist (
    contract WITH =, series WITH =, outcome WITH =, daterange(valid_from, valid_until, '[]') WITH &&);

CREATE FUNCTION unit_price_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.unit_prices', NEW.place);
BEGIN
    NEW.contract := said ->> 'contract';
    NEW.series := said ->> 'series';
    NEW.outcome := said ->> 'outcome';
    NEW.yen := (said ->> 'yen')::integer;
    NEW.valid_from := (said ->> 'valid_from')::date;
    NEW.valid_until := (said ->> 'valid_until')::date;
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    UPDATE unit_price SET valid_until = NEW.valid_from - 1
        WHERE contract = NEW.contract AND series = NEW.series AND outcome = NEW.outcome
          AND valid_from < NEW.valid_from AND (valid_until IS NULL OR valid_until >= NEW.valid_from);
    RETURN NEW;
END $$;
CREATE TRIGGER unit_price_is_what_was_approved BEFORE INSERT ON unit_price
    FOR EACH ROW EXECUTE FUNCTION unit_price_is_what_was_approved();

CREATE FUNCTION settlement_is_what_was_approved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked proposal;
    said jsonb;
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    IF asked.kind IS DISTINCT FROM 'ward.settlement' OR asked.state <> 'approved'
       OR asked.decided_by IS DISTINCT FROM acting_account() THEN
        RAISE EXCEPTION 'proposal % is no settlement that this account has approved', NEW.proposal_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_was_approved';
    END IF;
    said := asked.payload::jsonb;
    NEW.provider_code := said ->> 'provider_code';
    NEW.month := (said ->> 'month')::date;
    NEW.yen := (said ->> 'yen')::integer;
    NEW.claim_id := (said ->> 'claim')::bigint;
    NEW.settled_at := transaction_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_is_what_was_approved BEFORE INSERT ON settlement
    FOR EACH ROW EXECUTE FUNCTION settlement_is_what_was_approved();

CREATE FUNCTION settlement_lines_are_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO settlement_line
        (settlement_id, month, series, outcome, unit_yen, charge_yen, doses, treatment, reason)
    SELECT NEW.id, r.month, r.series, r.outcome, r.unit_yen, r.charge_yen, r.doses, r.treatment, r.reason
    FROM proposal p, jsonb_to_recordset(p.payload::jsonb -> 'rows') AS r (month date, series text, outcome text,
        unit_yen integer, charge_yen integer, doses integer, treatment text, reason text)
    WHERE p.id = NEW.proposal_id;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_lines_are_written AFTER INSERT ON settlement
    FOR EACH ROW EXECUTE FUNCTION settlement_lines_are_written();
"""
NO_APPROVED = """
DROP TRIGGER settlement_lines_are_written ON settlement;
DROP FUNCTION settlement_lines_are_written();
DROP TRIGGER settlement_is_what_was_approved ON settlement;
DROP FUNCTION settlement_is_what_was_approved();
DROP TRIGGER unit_price_is_what_was_approved ON unit_price;
DROP FUNCTION unit_price_is_what_was_approved();
"""

# A dose is paid for in the transaction in which the same account fixed a month, never by itself.
PAID = """
CREATE FUNCTION dose_is_settled_with_a_month() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM settlement s JOIN proposal p ON p.id = s.proposal_id
        WHERE s.settled_at = transaction_timestamp() AND p.decided_by = acting_account()) THEN
        RAISE EXCEPTION 'dose % is paid for without a month that was fixed', NEW.dose_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_settled_with_a_month';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_is_settled_with_a_month BEFORE INSERT ON settled_dose
    FOR EACH ROW EXECUTE FUNCTION dose_is_settled_with_a_month();
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_recorded BEFORE INSERT ON {table}
    FOR EACH ROW EXECUTE FUNCTION voucher_row_is_recorded();
"""
    for table in ("payment_exclusion", "clinic_claim")
)
NOT_PAID = """
DROP TRIGGER clinic_claim_is_recorded ON clinic_claim;
DROP TRIGGER payment_exclusion_is_recorded ON payment_exclusion;
DROP TRIGGER dose_is_settled_with_a_month ON settled_dose;
DROP FUNCTION dose_is_settled_with_a_month();
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['unit_price_is_what_was_approved', 'settlement_is_what_was_approved',
        'settlement_lines_are_written', 'dose_is_settled_with_a_month'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_fee_duty"), ("ward", "0019_refunds")]

    operations = [
        migrations.CreateModel(
            name="ClinicClaim",
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
                ("provider_code", models.TextField(verbose_name="医療機関コード")),
                ("month", models.DateField(verbose_name="接種の月")),
            ],
            options={
                "verbose_name": "請求書",
                "db_table": "clinic_claim",
                "indexes": [
                    models.Index(fields=["provider_code", "month", "-id"], name="claim_of_clinic")
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider_code", models.TextField(verbose_name="医療機関コード")),
                ("month", models.DateField(verbose_name="接種の月")),
                ("yen", models.IntegerField(verbose_name="支払額")),
                ("settled_at", models.DateTimeField(verbose_name="確定日時")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.clinicclaim",
                        verbose_name="請求書",
                    ),
                ),
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
                "verbose_name": "委託料の確定",
                "db_table": "settlement",
            },
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="接種の月")),
                ("series", models.TextField(verbose_name="接種名称")),
                ("outcome", models.TextField(verbose_name="実施結果")),
                ("unit_yen", models.IntegerField(null=True, verbose_name="単価")),
                ("charge_yen", models.IntegerField(null=True, verbose_name="自己負担")),
                ("doses", models.IntegerField(verbose_name="件数")),
                ("treatment", models.TextField(verbose_name="扱い")),
                ("reason", models.TextField(null=True, verbose_name="返戻の理由")),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.settlement",
                        verbose_name="委託料の確定",
                    ),
                ),
            ],
            options={
                "verbose_name": "委託料の内訳",
                "db_table": "settlement_line",
            },
        ),
        migrations.CreateModel(
            name="UnitPrice",
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
                ("contract", models.TextField(verbose_name="契約の種類")),
                ("series", models.TextField(verbose_name="接種名称")),
                ("outcome", models.TextField(verbose_name="実施結果")),
                ("yen", models.IntegerField(verbose_name="単価")),
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
                "verbose_name": "契約単価",
                "db_table": "unit_price",
            },
        ),
        migrations.CreateModel(
            name="ClinicClaimLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField(verbose_name="接種名称")),
                ("outcome", models.TextField(verbose_name="実施結果")),
                ("doses", models.IntegerField(verbose_name="件数")),
                ("yen", models.IntegerField(verbose_name="金額")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.clinicclaim",
                        verbose_name="請求書",
                    ),
                ),
            ],
            options={
                "verbose_name": "請求書の行",
                "db_table": "clinic_claim_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "series", "outcome"), name="claim_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("doses__gt", 0), ("yen__gte", 0)),
                        name="claim_line_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentExclusion",
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
                ("cause", models.TextField(null=True, verbose_name="理由")),
                (
                    "dose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.dose",
                        verbose_name="接種",
                    ),
                ),
            ],
            options={
                "verbose_name": "支払対象外",
                "db_table": "payment_exclusion",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause", None), ("cause__regex", "\\S"), _connector="OR"
                        ),
                        name="payment_exclusion_has_a_cause",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SettledDose",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sign", models.IntegerField(verbose_name="支払・取戻し")),
                ("unit_yen", models.IntegerField(verbose_name="単価")),
                ("charge_yen", models.IntegerField(verbose_name="自己負担")),
                (
                    "dose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ward.dose",
                        verbose_name="接種",
                    ),
                ),
            ],
            options={
                "verbose_name": "支払った接種",
                "db_table": "settled_dose",
                "constraints": [
                    models.UniqueConstraint(fields=("dose", "sign"), name="dose_is_settled_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sign__in", (1, -1))), name="settled_sign_is_known"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                fields=("provider_code", "month"), name="settlement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason__regex", "\\S"), ("treatment", "returned")),
                    models.Q(
                        ("charge_yen__isnull", False),
                        ("treatment__in", ("paid", "adjusted")),
                        ("unit_yen__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="settlement_line_is_priced_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitprice",
            constraint=models.UniqueConstraint(
                fields=("proposal", "place"), name="unit_price_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("yen__gte", 0)), name="unit_price_is_no_debt"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="unit_price_ends_after_it_begins",
            ),
        ),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(PAID, NOT_PAID),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
