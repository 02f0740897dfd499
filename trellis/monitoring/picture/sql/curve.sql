-- By how much each day differs from the one before; and the days on which was counted.
SELECT 'from' AS what, s.since AS day, SUM(s.done) AS done, SUM(s.late) AS late,
       SUM(s.ahead) AS ahead, SUM(s.expected) AS expected, SUM(s.held) AS held
FROM monitoring_standing s
JOIN organizations_organization o ON o.id = s.organization_id
WHERE s.year_id = %(year)s AND s.since <= %(on)s AND {reach}
GROUP BY s.since
UNION ALL
SELECT 'till', s.until, SUM(s.done), SUM(s.late), SUM(s.ahead), SUM(s.expected), SUM(s.held)
FROM monitoring_standing s
JOIN organizations_organization o ON o.id = s.organization_id
WHERE s.year_id = %(year)s AND s.until <= %(on)s AND {reach}
GROUP BY s.until
UNION ALL
SELECT 'day', t.day, 0, 0, 0, 0, 0 FROM monitoring_taken t
WHERE t.year_id = %(year)s AND t.day <= %(on)s
