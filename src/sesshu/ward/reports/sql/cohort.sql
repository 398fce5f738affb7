-- Who lives here on a day, as known at an instant; the town of those whose address is not guarded.
SELECT r.id AS resident_id, lived.birth_on AS born_on, CASE lived.sex WHEN '2' THEN 'F' ELSE 'M' END AS sex,
       lived.died_on, lived.town_code, lived.address,
       coalesce(lived.became_resident_on > lived.birth_on, false) AS moved_in
FROM resident r CROSS JOIN LATERAL (
    -- the state that held on the day, or the first one after it
    SELECT v.birth_on, v.sex, v.became_resident_on, v.ceased_resident_on, v.died_on, v.town_code, v.address,
           CASE WHEN v.valid_from <= %(as_of)s THEN v.status IN ('1', '2')
                ELSE v.status <> '6' END AS registered
    FROM resident_version v
    WHERE v.resident_id = r.id AND v.recorded_at <= %(known_at)s AND NOT v.is_revoked
      AND NOT EXISTS (
          SELECT FROM resident_version n
          WHERE n.resident_id = v.resident_id AND n.valid_from = v.valid_from
            AND n.recorded_at > v.recorded_at AND n.recorded_at <= %(known_at)s
      )
    ORDER BY v.valid_from > %(as_of)s, abs(v.valid_from - %(as_of)s) LIMIT 1
) lived
WHERE r.id BETWEEN %(first)s AND %(last)s AND lived.registered
  AND lived.birth_on BETWEEN %(born_from)s AND %(as_of)s
  AND coalesce(lived.became_resident_on, lived.birth_on) <= %(as_of)s
  AND (lived.ceased_resident_on IS NULL OR %(as_of)s < lived.ceased_resident_on)
  AND (lived.died_on IS NULL OR %(as_of)s <= lived.died_on)
ORDER BY r.id
