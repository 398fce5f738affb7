"""Doses share a few thousand locks: one each ran PostgreSQL out of memory at 60,000 claims (V106)."""

from django.db import migrations

# The body of 0023. The remainder is HELD of ward/fees/paying_doses.py, which enters payments in its order.
HOLD = """
CREATE OR REPLACE FUNCTION hold_payment_of_dose(asked bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    first bigint := first_row_of_dose(asked);
BEGIN
    PERFORM pg_advisory_xact_lock('refund_decision'::regclass::oid::integer, (first % {locks})::integer);
    RETURN first;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION hold_payment_of_dose(bigint) SET search_path = %I, pg_temp', current_schema());
END $$;
"""

# Asked about dose by dose, it took a month of many doses too long: what waits is one set now.
CLAIMED = """
CREATE FUNCTION dose_is_claimed_by_federation(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM claims_line l JOIN claims_file f ON f.id = l.file_id
        WHERE l.dose_id = asked AND l.state = 'read'
          AND NOT EXISTS (SELECT FROM claims_outcome o WHERE o.line_id = l.id)
          AND NOT EXISTS (SELECT FROM claims_file n
              WHERE n.federation = f.federation AND n.month = f.month AND n.id > f.id)
    ) OR (
        SELECT s.sign = 1 AND s.claims_line_id IS NOT NULL FROM settled_dose s
        WHERE s.first_dose_id = asked ORDER BY s.turn DESC LIMIT 1
    ) IS TRUE
$$;
"""
PINNED_CLAIMED = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION dose_is_claimed_by_federation(bigint) SET search_path = %I, pg_temp',
        current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0037_certificates")]

    operations = [
        migrations.RunSQL(HOLD.format(locks=4096), HOLD.format(locks=2147483647)),
        migrations.RunSQL(
            "DROP FUNCTION dose_is_claimed_by_federation(bigint)",
            f"{CLAIMED}{PINNED_CLAIMED}",
        ),
    ]
