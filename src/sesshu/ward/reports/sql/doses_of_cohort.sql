-- The doses of a stretch of residents until a day, as known at an instant.
SELECT d.resident_id, d.id AS dose_id, d.series, d.product, d.given_on, d.volume_ml, d.route, d.expires_on,
       d.decision
FROM dose d
WHERE d.resident_id BETWEEN %(first)s AND %(last)s AND d.given_on <= %(as_of)s AND d.outcome = 'given'
  AND d.recorded_at <= %(known_at)s AND NOT d.is_cancelled
  AND NOT EXISTS (SELECT FROM dose n WHERE n.supersedes_id = d.id AND n.recorded_at <= %(known_at)s)
