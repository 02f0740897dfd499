-- What the seats in `pairs` owe up to a month, and what they finished since a day.
WITH pairs (role, held_at, why) AS (VALUES {pairs})
SELECT t.id, t.template_code, t.role, t.act, t.deed, t.each_member, t.month, t.due, t.due_from,
       t.late_after, t.state, t.begun, t.settled_on, t.workplan_id, o.id, o.name, o.code, w.scope,
       p.why, t."order", t.title
FROM pairs p
JOIN work_task t ON t.held_at_id = p.held_at AND t.role = p.role
JOIN work_workplan w ON w.id = t.workplan_id
JOIN organizations_organization o ON o.id = w.organization_id
WHERE w.year_id = %(year)s
  AND ((t.state = 'open' AND t.month <= %(until)s)
       OR (t.state = 'done' AND t.settled_on >= %(since)s))
  AND {still}
ORDER BY t.month, t.due, t."order", o.sort_name, t.id
