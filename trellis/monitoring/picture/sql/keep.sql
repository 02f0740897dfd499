-- What is new or different on that day begins.
{fresh}
INSERT INTO monitoring_standing (organization_id, year_id, role, month, region, done, late, ahead,
                                 earlier, waived, expected, held, since)
SELECT f.organization_id, %(year)s, f.role, f.month, f.region, f.done, f.late, f.ahead,
       f.earlier, f.waived, f.expected, f.held, %(on)s
FROM fresh f
WHERE NOT EXISTS (
    SELECT 1 FROM monitoring_standing s
    WHERE s.until IS NULL AND s.year_id = %(year)s AND s.organization_id = f.organization_id
      AND s.role = f.role AND s.month = f.month)
