-- Residents of each line's age or school year on the line's day; whoever has several 宛名 is one.
line AS (
    SELECT * FROM jsonb_to_recordset(%(lines)s::jsonb) AS l(
        table_code text, line_code text, counted_on date, from_months int, until_months int, school_year int
    )
),
here AS (
    SELECT day.counted_on,
           extract(year FROM age(day.counted_on + 1, lived.birth_on))::int * 12
           + extract(month FROM age(day.counted_on + 1, lived.birth_on))::int AS months,
           extract(year FROM lived.birth_on - 1 - interval '3 months')::int AS school_year,
           count(*) AS residents
    FROM (SELECT DISTINCT counted_on FROM line) day
    CROSS JOIN person p
    CROSS JOIN LATERAL (
        SELECT state.birth_on
        FROM unnest(p.numbers) WITH ORDINALITY AS own (id, place) CROSS JOIN LATERAL (
            -- the state that held on the day, or the first one after it
            SELECT v.*, CASE WHEN v.valid_from <= day.counted_on THEN v.status IN ('1', '2')
                             ELSE v.status <> '6' END AS registered
            FROM resident_version v
            WHERE v.resident_id = own.id AND v.recorded_at <= %(known_at)s AND NOT v.is_revoked
              AND NOT EXISTS (
                  SELECT FROM resident_version n
                  WHERE n.resident_id = v.resident_id AND n.valid_from = v.valid_from
                    AND n.recorded_at > v.recorded_at AND n.recorded_at <= %(known_at)s
              )
            ORDER BY v.valid_from > day.counted_on, abs(v.valid_from - day.counted_on) LIMIT 1
        ) state
        WHERE state.registered
          AND coalesce(state.became_resident_on, state.birth_on) <= day.counted_on
          AND (state.ceased_resident_on IS NULL OR day.counted_on < state.ceased_resident_on)
          AND (state.died_on IS NULL OR day.counted_on <= state.died_on)
        ORDER BY own.place LIMIT 1
    ) lived
    WHERE lived.birth_on <= day.counted_on
    GROUP BY 1, 2, 3
)
SELECT l.table_code, l.line_code, 'population', sum(h.residents)::bigint
FROM here h JOIN line l ON h.counted_on = l.counted_on
 AND (l.from_months IS NULL OR h.months >= l.from_months)
 AND (l.until_months IS NULL OR h.months <= l.until_months)
 AND (l.school_year IS NULL OR h.school_year = l.school_year)
GROUP BY 1, 2
