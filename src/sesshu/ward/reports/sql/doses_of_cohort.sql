-- The doses of a stretch of people until a day, under any of their 宛名.
until AS (SELECT %(as_of)s::date AS day)
SELECT d.person_id AS resident_id, d.id AS dose_id, d.series, d.product, d.given_on, d.volume_ml, d.route,
       d.expires_on, d.decision
FROM dose_of_person d JOIN until ON d.given_on <= until.day
WHERE d.outcome = 'given' AND d.recorded_at <= %(known_at)s AND NOT d.is_cancelled
  AND NOT EXISTS (SELECT FROM dose n WHERE n.supersedes_id = d.id AND n.recorded_at <= %(known_at)s)
