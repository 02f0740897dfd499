-- Every task of a plan that an organization's year shows: its own, its district's, the state's.
SELECT t.id, t.template_code, t.role, t.act, t.deed, t.each_member, t.month, t.due, t.due_from,
       t.late_after, t.state, t.begun, t.settled_on, t.settled_by_id, b.name, t.reason,
       t.assignee_id, t.held_at_id, t.workplan_id, w.scope, t."order", t.title
FROM work_workplan w
JOIN work_task t ON t.workplan_id = w.id
LEFT JOIN people_person b ON b.id = t.settled_by_id
WHERE w.year_id = %(year)s AND w.organization_id IN ({organizations})
  AND ((t.template_code >= %(first)s AND t.template_code < %(last)s)
       OR (w.organization_id = %(here)s
           AND t.template_code >= 'own:' AND t.template_code < 'own;'))
ORDER BY t.month, t."order", t.id
