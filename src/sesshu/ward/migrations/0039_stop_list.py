"""Letters that became wrong between extraction and posting in ways the stop list did not see (B1, V028)."""

from importlib import import_module

from django.db import migrations

EARLIER_TO_STOP = import_module("sesshu.ward.migrations.0024_pregnancies").NOW_TO_STOP

# As in 0024, and what recall asks since 0015: was the person vaccinated, is no letter wanted by now, has the
# person the same voucher under another number. `added` doses use up the first sheets of a run; a dose that was
# cancelled or put right makes all of its series stale, because the law may open another dose than the printed one.
TO_STOP = """
CREATE OR REPLACE VIEW voucher_to_stop WITH (security_invoker = true) AS
SELECT * FROM (
    SELECT s.issue_run_id, v.id AS voucher_id, v.resident_id,
        CASE WHEN living.died_on IS NOT NULL OR living.status = '4' THEN 'died'
             WHEN living.status IS DISTINCT FROM '1' THEN 'moved'
             WHEN r.is_guarded AND NOT s.is_guarded THEN 'guarded'
             WHEN told.ended_on IS NOT NULL OR told.is_mistake THEN 'pregnancy_over'
             WHEN since.changed OR v.dose < since.added + (
                SELECT min(c.dose) FROM issue_candidate c
                WHERE c.issue_run_id = s.issue_run_id AND c.resident_id = v.resident_id AND c.series = v.series
                  AND c.excluded IS NULL) THEN 'recorded'
             WHEN EXISTS (
                SELECT FROM voucher_exemption e JOIN number_of_person p ON p.number_id = e.resident_id
                WHERE p.resident_id = v.resident_id AND e.recorded_at > o.recorded_at AND e.cause IS NOT NULL
                  AND (e.series IS NULL OR e.series = v.series)
                  AND NOT EXISTS (
                    SELECT FROM voucher_exemption n WHERE n.resident_id = e.resident_id AND n.id > e.id
                      AND n.series IS NOT DISTINCT FROM e.series)) THEN 'exempt'
             WHEN EXISTS (
                SELECT FROM voucher_in_force held JOIN number_of_person p ON p.number_id = held.resident_id
                WHERE p.resident_id = v.resident_id AND held.voucher_id < v.id
                  AND (held.series, held.dose, held.for_year, held.pregnancy_id)
                    IS NOT DISTINCT FROM (v.series, v.dose, v.for_year, v.pregnancy_id)) THEN 'same_person'
             WHEN NOT s.is_guarded AND NOT r.is_guarded AND (
                living.postal_code, living.address, living.building,
                living.mail_name, living.mail_postal_code, living.mail_address, living.mail_building
             ) IS DISTINCT FROM (
                printed.postal_code, printed.address, printed.building,
                printed.mail_name, printed.mail_postal_code, printed.mail_address, printed.mail_building
             ) THEN 'address_changed'
        END AS cause
    FROM issue_sheet s
    JOIN issue_run o ON o.id = s.issue_run_id
    JOIN voucher v ON v.candidate_id = s.candidate_id
    JOIN voucher_in_force f ON f.voucher_id = v.id
    JOIN resident r ON r.id = v.resident_id
    JOIN resident_version printed ON printed.id = s.version_id
    LEFT JOIN pregnancy_now told ON told.id = v.pregnancy_id
    LEFT JOIN LATERAL (
        SELECT t.* FROM resident_timeline t
        WHERE t.resident_id = v.resident_id AND t.superseded_at IS NULL AND NOT t.is_revoked
        ORDER BY t.valid_from DESC LIMIT 1
    ) living ON true
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE d.supersedes_id IS NULL AND d.outcome = 'given' AND EXISTS (
                SELECT FROM current_dose c WHERE c.dose_id = d.id)) AS added,
            bool_or(d.supersedes_id IS NOT NULL AND (
                d.is_cancelled, d.series, d.outcome, d.given_on, d.product, d.volume_ml, d.decision
            ) IS DISTINCT FROM (
                false, old.series, old.outcome, old.given_on, old.product, old.volume_ml, old.decision
            )) AS changed
        FROM number_of_person p JOIN dose d ON d.resident_id = p.number_id
        LEFT JOIN dose old ON old.id = d.supersedes_id
        WHERE p.resident_id = v.resident_id AND v.series IN (d.series, old.series)
          AND d.recorded_at > o.recorded_at
    ) since
    WHERE NOT EXISTS (SELECT FROM issue_step p WHERE p.issue_run_id = s.issue_run_id AND p.step = 'posted')
) found WHERE cause IS NOT NULL;
"""

# A letter that still lies here is taken out although the dose was given with its own number, printed once more
# at a counter: else a second sheet would reach whoever has had the dose.
VOIDED = """
CREATE OR REPLACE FUNCTION voucher_is_voided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM voucher_in_force WHERE voucher_id = NEW.voucher_id;
    IF {unless}EXISTS (
        SELECT FROM voucher v JOIN dose d ON d.voucher_number = v.number AND NOT d.foreign_voucher
        JOIN current_dose c ON c.dose_id = d.id WHERE v.id = NEW.voucher_id
    ) THEN
        RAISE EXCEPTION 'a dose stands on record with this voucher'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_was_not_used';
    END IF;
    RETURN NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION voucher_is_voided() SET search_path = %I, pg_temp', current_schema());
END $$;
"""
UNLESS = "NEW.cause <> 'recorded' AND "


class Migration(migrations.Migration):
    dependencies = [("ward", "0038_held_doses")]

    operations = [
        migrations.RunSQL(TO_STOP, EARLIER_TO_STOP),
        migrations.RunSQL(VOIDED.format(unless=UNLESS), VOIDED.format(unless="")),
    ]
