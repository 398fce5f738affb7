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
