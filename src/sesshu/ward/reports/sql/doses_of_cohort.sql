-- The doses of a stretch of people until a day, under any of their 宛名.
number AS (SELECT person_id, unnest(numbers) AS id FROM person)
SELECT number.person_id AS resident_id, d.id AS dose_id, d.series, d.product, d.given_on, d.volume_ml, d.route,
       d.expires_on, d.decision
FROM number JOIN dose d ON d.resident_id = number.id
WHERE d.given_on <= %(as_of)s AND d.outcome = 'given'
  AND d.recorded_at <= %(known_at)s AND NOT d.is_cancelled
  AND NOT EXISTS (SELECT FROM dose n WHERE n.supersedes_id = d.id AND n.recorded_at <= %(known_at)s)
