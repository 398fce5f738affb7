-- The people of a stretch with every 宛名 of theirs, the kept one first, as known at an instant (ADR 53).
WITH link AS NOT MATERIALIZED (
    SELECT kept_id, merged_id FROM merge_timeline
    WHERE recorded_at <= %(known_at)s AND (undone_at IS NULL OR undone_at > %(known_at)s)
),
person AS MATERIALIZED (
    SELECT r.id AS person_id,
           r.id || ARRAY(SELECT l.merged_id FROM link l WHERE l.kept_id = r.id ORDER BY 1) AS numbers
    FROM resident r
    WHERE r.id BETWEEN %(first)s AND %(last)s AND r.id NOT IN (SELECT merged_id FROM link)
),
-- A stretch of ids of its own for the index; the other 宛名 of a person may lie anywhere.
dose_of_person AS (
    SELECT p.person_id, p.numbers, d.* FROM person p JOIN dose d ON d.resident_id = p.person_id
    WHERE d.resident_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT p.person_id, p.numbers, d.*
    FROM link l JOIN person p ON p.person_id = l.kept_id JOIN dose d ON d.resident_id = l.merged_id
),
