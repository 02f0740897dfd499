-- Open tasks held at some organizations up to a month. The assignee counts only while they hold
-- something there, as on My work.
SELECT t.id, t.template_code, t.title, t.role, t.held_at_id, t.deed, t.each_member,
       CAST(t.month AS TEXT), CAST(t.due AS TEXT), CAST(t.late_after AS TEXT), t.workplan_id, o.id, o.name, t."order",
       CASE WHEN t.assignee_id IS NOT NULL AND EXISTS (
           SELECT 1 FROM organizations_appointment a
           JOIN people_person q ON q.id = a.person_id
           JOIN organizations_organization h ON h.id = a.organization_id
           WHERE a.person_id = t.assignee_id AND q.is_active
             AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
             AND (t.held_at_id IN (h.id, h.district_id, h.office_id, h.state_id)
                  OR EXISTS (SELECT 1 FROM organizations_assignment s
                             WHERE s.person_id = a.person_id AND s.organization_id = t.held_at_id
                               AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s))))
       THEN t.assignee_id END
FROM work_task t  -- in this order: by its holder, never all of a year
CROSS JOIN work_workplan w
CROSS JOIN organizations_organization o
WHERE t.held_at_id IN ({places}) AND t.role IN ({roles}) AND t.state = 'open'
  AND t.month <= %(until)s AND w.id = t.workplan_id AND w.year_id = %(year)s
  AND o.id = w.organization_id
