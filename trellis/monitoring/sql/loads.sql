-- What each of some people serves in a role: by support, meetings of a month, own steps.
WITH newest (id) AS (
    SELECT y.id FROM programs_programyear y
    WHERE EXISTS (SELECT 1 FROM cycles_improvementcycle c WHERE c.year_id = y.id)
    ORDER BY y.start DESC LIMIT 1
), served AS (
    SELECT DISTINCT a.person_id AS person, a.role, a.organization_id AS place
    FROM organizations_assignment a
    WHERE a.person_id IN ({people}) AND a.role IN ({roles})
      AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
), expected AS (
    SELECT v.person, v.role, v.place, SUM(k.per_month) AS of,
           (SELECT COUNT(*) FROM meetings_party p
            WHERE p.organization_id = v.place AND p.month = %(month)s AND p.state = 'held'
              AND p.kind IN (SELECT n.kind FROM meetings_cadence n
                             WHERE n.organization_id = v.place
                               AND n.year_id = (SELECT id FROM newest))) AS held,
           (SELECT COUNT(*) FROM meetings_party p
            WHERE p.organization_id = v.place AND p.month = %(month)s AND p.state = 'planned'
              AND p.kind IN (SELECT n.kind FROM meetings_cadence n
                             WHERE n.organization_id = v.place
                               AND n.year_id = (SELECT id FROM newest))) AS planned
    FROM served v
    JOIN meetings_cadence k ON k.organization_id = v.place
        AND k.year_id = (SELECT id FROM newest)
        AND k.first_month <= %(month)s AND k.last_month >= %(month)s
    GROUP BY v.person, v.role, v.place
)
SELECT 'kind' AS what, v.person, v.role, COALESCE(s.kind, c.designation, '') AS kind,
       COUNT(*) AS one, 0 AS two, 0 AS three, 0 AS four
FROM served v
LEFT JOIN designations_supportstatus s
    ON s.organization_id = v.place AND s.year_id = (SELECT id FROM newest)
LEFT JOIN cycles_improvementcycle c ON c.id = (
    SELECT MAX(r.id) FROM cycles_improvementcycle r
    WHERE r.organization_id = v.place AND r.year_id = (SELECT id FROM newest)
      AND r.state = 'running')
GROUP BY v.person, v.role, COALESCE(s.kind, c.designation, '')
UNION ALL
SELECT 'meetings', e.person, e.role, '', SUM(e.of), SUM(e.held), SUM(e.planned),
       SUM(CASE WHEN e.held + e.planned < e.of THEN 1 ELSE 0 END)
FROM expected e GROUP BY e.person, e.role
UNION ALL
SELECT 'steps', v.person, v.role, '', COUNT(*),
       SUM(CASE WHEN t.late_after < %(on)s THEN 1 ELSE 0 END), 0, 0
FROM served v
JOIN work_task t ON t.held_at_id = v.place AND t.role = v.role AND t.state = 'open'
    AND t.month <= %(month)s
GROUP BY v.person, v.role
