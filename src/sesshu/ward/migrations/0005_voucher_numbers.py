"""The 券番号 on the form of a dose, and whose it is (S1.9; vrs-booking-certificates §1)."""

from django.db import migrations, models
from django.db.models import Q

# Like every other column, it is what two people approved. Fires after `dose_is_what_was_approved`, which
# copies the row that a cancellation is about.
APPROVED = """
CREATE FUNCTION dose_keeps_its_voucher_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.is_cancelled THEN
        NEW.voucher_number := (SELECT payload::jsonb ->> 'voucher_number' FROM proposal WHERE id = NEW.proposal_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dose_keeps_its_voucher_number BEFORE INSERT ON dose
    FOR EACH ROW EXECUTE FUNCTION dose_keeps_its_voucher_number();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION dose_keeps_its_voucher_number() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
NO_APPROVED = """
DROP TRIGGER dose_keeps_its_voucher_number ON dose;
DROP FUNCTION dose_keeps_its_voucher_number();
"""
IN_USE = """
CREATE VIEW voucher_in_use WITH (security_invoker = true) AS
SELECT d.voucher_number, d.resident_id FROM dose d JOIN current_dose c ON c.dose_id = d.id
WHERE d.voucher_number IS NOT NULL;
"""
NO_IN_USE = "DROP VIEW voucher_in_use;"
# A view keeps the columns its table had when it was made.
TIMELINE = """
DROP VIEW dose_timeline;
CREATE VIEW dose_timeline WITH (security_invoker = true) AS
SELECT d.*, (SELECT n.recorded_at FROM dose n WHERE n.supersedes_id = d.id) AS superseded_at
FROM dose d;
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0004_rulebooks")]

    operations = [
        migrations.AddField(
            model_name="dose",
            name="voucher_number",
            field=models.TextField(null=True, verbose_name="券番号"),
        ),
        migrations.AddIndex(
            model_name="dose",
            index=models.Index(
                condition=Q(("voucher_number__isnull", False)),
                fields=["voucher_number"],
                name="dose_by_voucher_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("voucher_number", None),
                    ("voucher_number__regex", "^[0-9]{10}$"),
                    _connector="OR",
                ),
                name="dose_voucher_number_has_ten_digits",
            ),
        ),
        migrations.RunSQL(TIMELINE, TIMELINE),
        migrations.RunSQL(APPROVED, NO_APPROVED),
        migrations.RunSQL(IN_USE, NO_IN_USE),
    ]
