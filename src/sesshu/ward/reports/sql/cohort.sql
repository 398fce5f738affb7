-- Who lives here on a day under one of their 宛名; the town of those whose address is not guarded.
lived AS (
    SELECT p.person_id, here.* FROM person p CROSS JOIN LATERAL (
        SELECT state.*
        FROM unnest(p.numbers) WITH ORDINALITY AS own (id, place) CROSS JOIN LATERAL (
            -- the state that held on the day, or the first one after it
            SELECT v.*, CASE WHEN v.valid_from <= %(as_of)s THEN v.status IN ('1', '2')
                             ELSE v.status <> '6' END AS registered
            FROM resident_version v
            WHERE v.resident_id = own.id AND v.recorded_at <= %(known_at)s AND NOT v.is_revoked
              AND NOT EXISTS (
                  SELECT FROM resident_version n
                  WHERE n.resident_id = v.resident_id AND n.valid_from = v.valid_from
                    AND n.recorded_at > v.recorded_at AND n.recorded_at <= %(known_at)s
              )
            ORDER BY v.valid_from > %(as_of)s, abs(v.valid_from - %(as_of)s) LIMIT 1
        ) state
        WHERE state.registered
          AND coalesce(state.became_resident_on, state.birth_on) <= %(as_of)s
          AND (state.ceased_resident_on IS NULL OR %(as_of)s < state.ceased_resident_on)
          AND (state.died_on IS NULL OR %(as_of)s <= state.died_on)
        ORDER BY own.place LIMIT 1
    ) here
)
SELECT person_id AS resident_id, birth_on AS born_on, CASE sex WHEN '2' THEN 'F' ELSE 'M' END AS sex,
       died_on, town_code, address, coalesce(became_resident_on > birth_on, false) AS moved_in
FROM lived WHERE birth_on BETWEEN %(born_from)s AND %(as_of)s
ORDER BY person_id
