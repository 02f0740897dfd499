-- Every task of the activities that `which` names (those this opening wrote), where it is not waived
-- and its condition holds. `held_at` is where the role is held: the floor itself or above.
INSERT INTO work_task
    (workplan_id, activity_id, template_id, template_code, occurrence, role, held_at_id, act, deed,
     each_member, month, "order", due, due_from, late_after, state, begun, reason)
SELECT a.workplan_id, a.id, s.template_id, s.code, 'once', s.role,
       CASE WHEN s.held_at = w.scope THEN o.id
            WHEN s.held_at = 'district' THEN COALESCE(o.district_id, o.parent_id)
            WHEN s.held_at = 'office' THEN COALESCE(o.office_id, o.state_id)
            ELSE o.state_id END,
       s.act, s.deed, s.each_member, s.month, s."order", s.due, s.due_from, s.late_after,
       'open', {false}, ''
FROM work_activity a
JOIN work_workplan w ON w.id = a.workplan_id
JOIN organizations_organization o ON o.id = w.organization_id
JOIN cycles_scheduledtask s ON s.activity_id = a.template_id AND s.scope = w.scope
    AND s.year_id = %(year)s AND s.version_id = %(version)s AND s.plan = %(plan)s
WHERE {which} AND w.year_id = %(year)s
  AND (s.condition = '' OR EXISTS (
      SELECT 1 FROM cycles_selection p
      WHERE p.year_id = %(year)s AND p.condition = s.condition
        AND p.organization_id IN (o.id, o.district_id)))
  AND (NOT s.waivable OR NOT EXISTS (
      SELECT 1 FROM programs_waiver v JOIN organizations_organization e
        ON e.code = v.organization_code
      WHERE v.task_id = s.template_id
        AND e.id IN (o.id, o.district_id, o.office_id, o.parent_id)))
