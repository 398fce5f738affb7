"""Whether many people need not pay, each on a day, asked once: rows of clinic files come by the thousand (V083)."""

from django.db import migrations

# The same answer as `fee_is_exempt`, for jobs alone: pages ask about one person (ADR 75).
ANSWER = """
CREATE FUNCTION exempt_of_fees(who bigint[], on_days date[], untaxed_too boolean[])
RETURNS TABLE (resident_id bigint, on_day date) LANGUAGE sql STABLE SECURITY DEFINER AS $$
    WITH asked AS MATERIALIZED (
        SELECT DISTINCT a.* FROM unnest(who, on_days, untaxed_too) AS a (resident_id, on_day, untaxed)
    ), numbers AS MATERIALIZED (
        SELECT n.resident_id, n.number_id FROM number_of_person n WHERE n.resident_id = ANY (who)
    )
    SELECT a.resident_id, a.on_day FROM asked a JOIN numbers n ON n.resident_id = a.resident_id
        JOIN welfare_standing w ON w.resident_id = n.number_id
        WHERE w.valid_from <= a.on_day AND (w.valid_until IS NULL OR a.on_day <= w.valid_until)
    UNION
    SELECT a.resident_id, a.on_day FROM asked a WHERE a.untaxed AND (
        SELECT t.tax_class = '1' FROM numbers n JOIN tax_status t ON t.resident_id = n.number_id
        WHERE n.resident_id = a.resident_id AND t.fiscal_year = extract(year FROM a.on_day - interval '3 months')
        ORDER BY t.id DESC LIMIT 1)
$$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION exempt_of_fees(bigint[], date[], boolean[]) SET search_path = %I, pg_temp',
        current_schema());
END $$;
"""
NO_ANSWER = "DROP FUNCTION exempt_of_fees(bigint[], date[], boolean[]);"


class Migration(migrations.Migration):
    dependencies = [("ward", "0028_circumstances")]

    operations = [migrations.RunSQL(ANSWER, NO_ANSWER)]
