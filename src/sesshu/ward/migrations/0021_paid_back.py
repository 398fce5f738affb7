"""A dose that was paid back to the person is never billed by a clinic as well (V100, V108)."""

from django.db import migrations

# Fires after `dose_is_what_was_approved`. SECURITY DEFINER: the guard must see the decisions whatever the grants of
# the role that records.
PAID_BACK = """
CREATE FUNCTION dose_was_paid_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.supersedes_id IS NOT NULL AND NOT NEW.is_cancelled AND NOT NEW.payment_excluded AND EXISTS (
        SELECT FROM refund_decision r
        WHERE r.dose_id = first_row_of_dose(NEW.supersedes_id) AND r.amount_yen > 0
    ) THEN
        RAISE EXCEPTION 'dose % was paid back to the person', NEW.supersedes_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_is_paid_for_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_was_paid_back BEFORE INSERT ON dose
    FOR EACH ROW EXECUTE FUNCTION dose_was_paid_back();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION dose_was_paid_back() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NOT_PAID_BACK = """
DROP TRIGGER dose_was_paid_back ON dose;
DROP FUNCTION dose_was_paid_back();
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0020_settlements")]

    operations = [migrations.RunSQL(PAID_BACK, NOT_PAID_BACK)]
