-- What was recorded of a stretch of people that the law asks about: a disease they had, a long illness.
number AS (SELECT person_id, unnest(numbers) AS id FROM person)
SELECT number.person_id AS resident_id, c.kind, c.antigen, c.from_on, c.until_on
FROM number JOIN circumstance_timeline c ON c.resident_id = number.id
WHERE c.recorded_at <= %(known_at)s AND (c.replaced_at IS NULL OR c.replaced_at > %(known_at)s)
