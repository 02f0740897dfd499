-- Steps of others in activities where the seats in `pairs` have done their own part; last, without
-- an id, the next month in which the seats owe something and how much.
WITH pairs (role, held_at, why) AS (VALUES {pairs}),
mine AS (
    SELECT DISTINCT t.activity_id
    FROM pairs p
    JOIN work_task t ON t.held_at_id = p.held_at AND t.role = p.role
    JOIN work_workplan w ON w.id = t.workplan_id
    WHERE w.year_id = %(year)s AND t.month <= %(until)s AND t.state = 'done'
      AND p.why = 'own' AND t.month >= %(since)s
),
others AS (
    SELECT t.id, t.template_code, t.role, t.month, t.due, t.late_after, o.name, o.code, 1 AS count
    FROM mine m
    JOIN work_activity a ON a.id = m.activity_id
    JOIN work_task t
        ON t.workplan_id = a.workplan_id AND t.activity_id = a.id AND t.state = 'open'
    JOIN work_workplan w ON w.id = a.workplan_id
    JOIN organizations_organization o ON o.id = w.organization_id
    WHERE NOT EXISTS (
        SELECT 1 FROM pairs p WHERE p.role = t.role AND p.held_at = t.held_at_id)
    ORDER BY t.month, t.due, t.id
    LIMIT 20
)
SELECT id, template_code, role, month, due, late_after, name, code, count FROM others
UNION ALL
SELECT NULL, '', '', MIN(t.month), NULL, NULL, '', '', COUNT(*)
FROM pairs p
JOIN work_task t ON t.held_at_id = p.held_at AND t.role = p.role
JOIN work_workplan w ON w.id = t.workplan_id
WHERE w.year_id = %(year)s AND t.state = 'open' AND t.month > %(after)s
