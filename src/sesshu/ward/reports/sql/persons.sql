-- How many people had at least one dose that belongs to each line and column.
counted AS (SELECT DISTINCT person_id, series, product, dose_number, legal, outcome, source, months, school_year
            FROM of_residents)
SELECT c.table_code, c.line_code, c.column_code, count(DISTINCT k.person_id)
FROM counted k JOIN cell c
  ON (c.series IS NULL OR k.series = ANY (c.series))
 AND (c.products IS NULL OR k.product = ANY (c.products))
 AND (c.dose IS NULL OR k.dose_number = c.dose)
 AND (c.legal IS NULL OR k.legal = ANY (c.legal))
 AND (c.outcome IS NULL OR k.outcome = c.outcome)
 AND (c.sources IS NULL AND k.source <> ALL (%(elsewhere)s) OR k.source = ANY (c.sources))
 AND (c.from_months IS NULL OR k.months >= c.from_months)
 AND (c.until_months IS NULL OR k.months <= c.until_months)
 AND (c.school_year_from IS NULL OR k.school_year >= c.school_year_from)
 AND (c.school_year_until IS NULL OR k.school_year <= c.school_year_until)
GROUP BY 1, 2, 3
