"""A letter is about a person, not a number: what happened under any of their 宛名 stops it (B4, V028)."""

from django.db import migrations

# Letters not posted yet whose person died, left, came under protection, was vaccinated, wants none by now, or is
# written to under another number.
TO_STOP = """
CREATE OR REPLACE VIEW recall_to_stop WITH (security_invoker = true) AS
SELECT * FROM (
    SELECT n.round_id, n.id AS notice_id, n.resident_id,
        CASE WHEN living.died_on IS NOT NULL OR living.status = '4' THEN 'died'
             WHEN living.status IS DISTINCT FROM '1' THEN 'moved'
             WHEN r.is_guarded AND NOT n.is_guarded THEN 'guarded'
             WHEN EXISTS (
                SELECT FROM current_dose c JOIN dose d ON d.id = c.dose_id
                JOIN number_of_person p ON p.number_id = c.resident_id
                WHERE p.resident_id = n.resident_id AND d.series = n.series AND d.outcome = 'given'
                  AND d.recorded_at > o.recorded_at) THEN 'vaccinated'
             WHEN EXISTS (
                SELECT FROM voucher_exemption e JOIN number_of_person p ON p.number_id = e.resident_id
                WHERE p.resident_id = n.resident_id AND e.recorded_at > o.recorded_at AND e.cause IS NOT NULL
                  AND (e.series IS NULL OR e.series = n.series)) THEN 'refused'
             WHEN EXISTS (
                SELECT FROM recall_notice other JOIN number_of_person p ON p.number_id = other.resident_id
                WHERE p.resident_id = n.resident_id AND other.id < n.id
                  AND (other.series, other.dose, other.attempt) = (n.series, n.dose, n.attempt)
                  AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = other.id)) THEN 'same_person'
        END AS cause
    FROM recall_notice n
    JOIN recall_round o ON o.id = n.round_id
    JOIN resident r ON r.id = n.resident_id
    LEFT JOIN LATERAL (
        SELECT t.status, t.died_on FROM resident_timeline t
        WHERE t.resident_id = n.resident_id AND t.superseded_at IS NULL AND NOT t.is_revoked
        ORDER BY t.valid_from DESC LIMIT 1
    ) living ON true
    WHERE NOT EXISTS (SELECT FROM recall_step p WHERE p.round_id = n.round_id AND p.step = 'posted')
      AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = n.id)
) found WHERE cause IS NOT NULL;
"""
EARLIER_TO_STOP = """
CREATE OR REPLACE VIEW recall_to_stop WITH (security_invoker = true) AS
SELECT * FROM (
    SELECT n.round_id, n.id AS notice_id, n.resident_id,
        CASE WHEN living.died_on IS NOT NULL OR living.status = '4' THEN 'died'
             WHEN living.status IS DISTINCT FROM '1' THEN 'moved'
             WHEN r.is_guarded AND NOT n.is_guarded THEN 'guarded'
             WHEN EXISTS (
                SELECT FROM current_dose c JOIN dose d ON d.id = c.dose_id
                WHERE c.resident_id = n.resident_id AND d.series = n.series AND d.outcome = 'given'
                  AND d.recorded_at > o.recorded_at) THEN 'vaccinated'
             WHEN EXISTS (
                SELECT FROM voucher_exemption e
                WHERE e.resident_id = n.resident_id AND e.recorded_at > o.recorded_at AND e.cause IS NOT NULL
                  AND (e.series IS NULL OR e.series = n.series)) THEN 'refused'
        END AS cause
    FROM recall_notice n
    JOIN recall_round o ON o.id = n.round_id
    JOIN resident r ON r.id = n.resident_id
    LEFT JOIN LATERAL (
        SELECT t.status, t.died_on FROM resident_timeline t
        WHERE t.resident_id = n.resident_id AND t.superseded_at IS NULL AND NOT t.is_revoked
        ORDER BY t.valid_from DESC LIMIT 1
    ) living ON true
    WHERE NOT EXISTS (SELECT FROM recall_step p WHERE p.round_id = n.round_id AND p.step = 'posted')
      AND NOT EXISTS (SELECT FROM recall_stop s WHERE s.notice_id = n.id)
) found WHERE cause IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("ward", "0014_vouchers_of_persons")]

    operations = [migrations.RunSQL(TO_STOP, EARLIER_TO_STOP)]
