"""One price and one payment for a dose: contract prices by product, and refunds beside clinics (V011, V091, V108)."""

from django.db import migrations, models

# The price of one product comes before the price of any (the empty one).
PRICES = """
ALTER TABLE unit_price DROP CONSTRAINT unit_price_is_one_a_day;
ALTER TABLE unit_price ADD CONSTRAINT unit_price_is_one_a_day EXCLUDE USING gist (
    contract WITH =, series WITH =, product WITH =, outcome WITH =, daterange(valid_from, valid_until, '[]') WITH &&);

CREATE OR REPLACE FUNCTION unit_price_is_what_was_approved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    said jsonb := master_row_approved(NEW.proposal_id, 'ward.unit_prices', NEW.place);
BEGIN
    NEW.contract := said ->> 'contract';
    NEW.series := said ->> 'series';
    NEW.product := coalesce(said ->> 'product', '');
    NEW.outcome := said ->> 'outcome';
    NEW.yen := (said ->> 'yen')::integer;
    NEW.valid_from := (said ->> 'valid_from')::date;
    NEW.valid_until := (said ->> 'valid_until')::date;
    NEW.entered_by_name := said ->> 'proposer';
    NEW.checked_by_name := said ->> 'approver';
    NEW.recorded_at := clock_timestamp();
    UPDATE unit_price SET valid_until = NEW.valid_from - 1
        WHERE contract = NEW.contract AND series = NEW.series AND product = NEW.product AND outcome = NEW.outcome
          AND valid_from < NEW.valid_from AND (valid_until IS NULL OR valid_until >= NEW.valid_from);
    RETURN NEW;
END $$;

CREATE FUNCTION unit_price_on(of_contract text, of_series text, of_product text, of_outcome text, on_day date)
RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT yen FROM unit_price
    WHERE contract = of_contract AND series = of_series AND outcome = of_outcome
      AND product IN ('', coalesce(of_product, ''))
      AND valid_from <= on_day AND (valid_until IS NULL OR on_day <= valid_until)
    ORDER BY product DESC LIMIT 1
$$;
"""
NO_PRICES = "DROP FUNCTION unit_price_on(text, text, text, text, date);"

# 支払対象外: the newest word about a dose, else what was entered with it.
EXCLUDED = """
CREATE FUNCTION dose_is_excluded(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT x.cause IS NOT NULL FROM payment_exclusion x WHERE x.dose_id = asked ORDER BY x.id DESC LIMIT 1),
        (SELECT d.payment_excluded FROM dose d WHERE d.id = asked), false)
$$;
"""
NOT_EXCLUDED = "DROP FUNCTION dose_is_excluded(bigint);"

# Whoever is to be paid for a dose waits here for whoever else would be: a decision, a correction, 支払対象外 taken
# back, and a settlement of one moment do not see each other's rows. Each looks only after it has the lock.
ONCE = """
CREATE FUNCTION hold_payment_of_dose(asked bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    first bigint := first_row_of_dose(asked);
BEGIN
    PERFORM pg_advisory_xact_lock('refund_decision'::regclass::oid::integer, (first % 2147483647)::integer);
    RETURN first;
END $$;

CREATE FUNCTION refuse_paid_back(asked bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    first bigint := hold_payment_of_dose(asked);
BEGIN
    IF EXISTS (SELECT FROM refund_decision r WHERE r.dose_id = first AND r.amount_yen > 0) THEN
        RAISE EXCEPTION 'dose % was paid back to the person', asked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_paid_for_once';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION dose_was_paid_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.supersedes_id IS NOT NULL THEN
        PERFORM hold_payment_of_dose(NEW.supersedes_id);
        IF NOT NEW.is_cancelled AND NOT NEW.payment_excluded THEN
            PERFORM refuse_paid_back(NEW.supersedes_id);
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION excluded_stays_where_paid_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM hold_payment_of_dose(NEW.dose_id);
    IF NEW.cause IS NULL THEN
        PERFORM refuse_paid_back(NEW.dose_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER excluded_stays_where_paid_back BEFORE INSERT ON payment_exclusion
    FOR EACH ROW EXECUTE FUNCTION excluded_stays_where_paid_back();

CREATE FUNCTION settled_dose_was_not_paid_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.sign = 1 THEN
        PERFORM refuse_paid_back(NEW.dose_id);
        IF dose_is_excluded(NEW.dose_id) THEN
            RAISE EXCEPTION 'dose % is not paid for', NEW.dose_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_paid_for_once';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settled_dose_was_not_paid_back BEFORE INSERT ON settled_dose
    FOR EACH ROW EXECUTE FUNCTION settled_dose_was_not_paid_back();

CREATE FUNCTION refund_is_paid_by_the_ward_alone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    standing dose;
BEGIN
    IF NEW.amount_yen = 0 THEN
        RETURN NEW;
    END IF;
    PERFORM hold_payment_of_dose(NEW.dose_id);
    SELECT d.* INTO standing FROM dose d
        WHERE d.id = (SELECT standing_row_of_dose(f.dose_id) FROM refund_application f WHERE f.id = NEW.application_id);
    IF standing.id IS NULL THEN
        RAISE EXCEPTION 'the dose of application % does not stand any more', NEW.application_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_is_about_a_standing_dose';
    END IF;
    IF NOT dose_is_excluded(standing.id) THEN
        RAISE EXCEPTION 'a clinic may bill dose %', standing.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_paid_for_once';
    END IF;
    IF NEW.most_yen > coalesce(
        unit_price_on('ward', standing.series, standing.product, 'given', standing.given_on), -1) THEN
        RAISE EXCEPTION 'the ceiling is above the contract price of dose %', standing.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_keeps_the_contract_price';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refund_paid_by_the_ward_alone BEFORE INSERT ON refund_decision
    FOR EACH ROW EXECUTE FUNCTION refund_is_paid_by_the_ward_alone();
"""
NOT_ONCE = """
DROP TRIGGER refund_paid_by_the_ward_alone ON refund_decision;
DROP FUNCTION refund_is_paid_by_the_ward_alone();
DROP TRIGGER settled_dose_was_not_paid_back ON settled_dose;
DROP FUNCTION settled_dose_was_not_paid_back();
DROP TRIGGER excluded_stays_where_paid_back ON payment_exclusion;
DROP FUNCTION excluded_stays_where_paid_back();
DROP FUNCTION refuse_paid_back(bigint);
DROP FUNCTION hold_payment_of_dose(bigint);
"""

# pg_temp last: a role with temporary tables could otherwise lay a table of its own before ours.
PINNED = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['unit_price_is_what_was_approved()', 'dose_was_paid_back()',
        'unit_price_on(text, text, text, text, date)', 'dose_is_excluded(bigint)', 'hold_payment_of_dose(bigint)',
        'refuse_paid_back(bigint)', 'excluded_stays_where_paid_back()', 'settled_dose_was_not_paid_back()',
        'refund_is_paid_by_the_ward_alone()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0022_guarded_rows")]

    operations = [
        migrations.AddField(
            model_name="unitprice",
            name="product",
            field=models.TextField(default="", verbose_name="ワクチンの種類"),
        ),
        migrations.RunSQL(PRICES, NO_PRICES),
        migrations.RunSQL(EXCLUDED, NOT_EXCLUDED),
        migrations.RunSQL(ONCE, NOT_ONCE),
        migrations.RunSQL(PINNED, migrations.RunSQL.noop),
    ]
