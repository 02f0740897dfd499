-- The rows of the plan in each workplan that this opening reaches and that has none of them yet.
INSERT INTO work_activity (workplan_id, template_id, code, month, "order")
WITH fresh AS (
    SELECT c.workplan_id, c.organization_id FROM cycles_improvementcycle c
    WHERE c.year_id = %(year)s AND c.plan = %(plan)s AND c.release_id = %(release)s{only}
),
target (workplan_id, scope) AS (
    SELECT w.id, w.scope FROM work_workplan w JOIN fresh f ON f.workplan_id = w.id
    UNION
    SELECT w.id, w.scope FROM fresh f
    JOIN organizations_organization o ON o.id = f.organization_id
    JOIN work_workplan w ON w.year_id = %(year)s
      AND w.organization_id IN (COALESCE(o.district_id, o.parent_id), o.state_id)
),
plan_rows (activity_id, activity_code, month, activity_order, scope) AS (
    SELECT DISTINCT activity_id, activity_code, month, activity_order, scope
    FROM cycles_scheduledtask
    WHERE year_id = %(year)s AND version_id = %(version)s AND plan = %(plan)s{since}
)
SELECT t.workplan_id, r.activity_id, r.activity_code, r.month, r.activity_order
FROM target t
JOIN plan_rows r ON r.scope = t.scope
WHERE NOT EXISTS (
    SELECT 1 FROM work_activity a
    WHERE a.workplan_id = t.workplan_id AND a.code LIKE %(prefix)s)
ORDER BY t.workplan_id, r.activity_order
