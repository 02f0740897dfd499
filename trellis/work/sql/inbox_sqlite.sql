-- The next open steps of the seats in `pairs` after a key, in the order of the plan: of each pair the
-- next few by its index, then of these the first.
WITH pairs (role, held_at, why) AS (VALUES {pairs})
SELECT {columns}
FROM pairs p
CROSS JOIN work_task t ON t.id IN (
    SELECT x.id FROM work_task x
    CROSS JOIN work_workplan y ON y.id = x.workplan_id
    WHERE x.held_at_id = p.held_at AND x.role = p.role AND x.state = 'open'
      AND (x.month, x."order", x.id) > (%(month)s, %(order)s, %(task)s)
      AND y.year_id = %(year)s
      AND {mine}
    ORDER BY x.month, x."order", x.id LIMIT %(most)s)
JOIN work_workplan w ON w.id = t.workplan_id
JOIN organizations_organization o ON o.id = w.organization_id
ORDER BY t.month, t."order", t.id LIMIT %(most)s
