-- How everything stands on a day: steps by organization, role and month; meetings without a role.
WITH fresh AS (
    SELECT w.organization_id, t.role, t.month, o.region,
           SUM(CASE WHEN t.state = 'done' AND t.settled_on <= %(on)s THEN 1 ELSE 0 END) AS done,
           SUM(CASE WHEN (t.state = 'open' OR t.settled_on > %(on)s) AND t.late_after < %(on)s
               THEN 1 ELSE 0 END) AS late,
           SUM(CASE WHEN (t.state = 'open' OR t.settled_on > %(on)s)
                    AND (t.late_after IS NULL OR t.late_after >= %(on)s)
               THEN 1 ELSE 0 END) AS ahead,
           SUM(CASE WHEN t.state = 'earlier' AND t.settled_on <= %(on)s THEN 1 ELSE 0 END)
               AS earlier,
           SUM(CASE WHEN t.state = 'waived' AND t.settled_on <= %(on)s THEN 1 ELSE 0 END) AS waived,
           0 AS expected, 0 AS held
    FROM work_task t
    JOIN work_workplan w ON w.id = t.workplan_id
    JOIN organizations_organization o ON o.id = w.organization_id
    WHERE w.year_id = %(year)s
    GROUP BY w.organization_id, t.role, t.month, o.region
    UNION ALL
    SELECT k.organization_id, '', m.month, o.region, 0, 0, 0, 0, 0, SUM(k.per_month),
           SUM((SELECT COUNT(*) FROM meetings_party p
                JOIN meetings_meeting e ON e.id = p.meeting_id
                WHERE p.organization_id = k.organization_id AND p.month = m.month
                  AND p.kind = k.kind AND p.state = 'held' AND e.year_id = k.year_id
                  AND e.starts_at < %(after)s))
    FROM meetings_cadence k
    JOIN organizations_organization o ON o.id = k.organization_id
    JOIN (SELECT DISTINCT s.month FROM cycles_scheduledtask s
          WHERE s.year_id = %(year)s AND s.month <= %(on)s) m
        ON m.month BETWEEN k.first_month AND k.last_month
    WHERE k.year_id = %(year)s
    GROUP BY k.organization_id, m.month, o.region
)
