-- Doses of a span of days, of those who were residents on the day of the dose under one of their 宛名.
-- A dose that was given elsewhere, and neither asked for nor paid by the ward, is told of where a cell names
-- its origin, and counted nowhere else. A dose stands when it is neither cancelled nor named by a later row.
-- Ages are reached on the day before the birthday (年齢計算に関する法律); school years begin on 2 April
-- (学校教育法第17条).
standing AS (
    SELECT d.person_id, d.numbers, d.given_on, d.series, d.product, d.dose_number, d.legal, d.outcome, d.source
    FROM dose_of_person d
    WHERE d.given_on BETWEEN %(from_on)s AND %(until_on)s
      AND d.recorded_at <= %(known_at)s AND NOT d.is_cancelled
      AND NOT EXISTS (
          SELECT FROM dose n WHERE n.supersedes_id = d.id AND n.recorded_at <= %(known_at)s
      )
),
of_residents AS (
    SELECT s.*,
           extract(year FROM age(s.given_on + 1, lived.birth_on))::int * 12
           + extract(month FROM age(s.given_on + 1, lived.birth_on))::int AS months,
           extract(year FROM lived.birth_on - 1 - interval '3 months')::int AS school_year
    FROM standing s CROSS JOIN LATERAL (
        SELECT state.birth_on
        FROM unnest(s.numbers) WITH ORDINALITY AS own (id, place) CROSS JOIN LATERAL (
            -- the state that held on the day, or the first one after it
            SELECT v.*, CASE WHEN v.valid_from <= s.given_on THEN v.status IN ('1', '2')
                             ELSE v.status <> '6' END AS registered
            FROM resident_version v
            WHERE v.resident_id = own.id AND v.recorded_at <= %(known_at)s AND NOT v.is_revoked
              AND NOT EXISTS (
                  SELECT FROM resident_version n
                  WHERE n.resident_id = v.resident_id AND n.valid_from = v.valid_from
                    AND n.recorded_at > v.recorded_at AND n.recorded_at <= %(known_at)s
              )
            ORDER BY v.valid_from > s.given_on, abs(v.valid_from - s.given_on) LIMIT 1
        ) state
        WHERE state.registered
          AND coalesce(state.became_resident_on, state.birth_on) <= s.given_on
          AND (state.ceased_resident_on IS NULL OR s.given_on < state.ceased_resident_on)
          AND (state.died_on IS NULL OR s.given_on <= state.died_on)
        ORDER BY own.place LIMIT 1
    ) lived
),
cell AS (
    SELECT * FROM jsonb_to_recordset(%(cells)s::jsonb) AS c(
        table_code text, line_code text, column_code text, series text[], products text[], dose int,
        legal text[], outcome text, sources text[], from_months int, until_months int,
        school_year_from int, school_year_until int
    )
),
