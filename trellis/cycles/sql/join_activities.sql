-- Activities that were without a step until a date was confirmed join the workplans of their plan.
INSERT INTO work_activity (workplan_id, template_id, code, month, "order")
SELECT DISTINCT w.id, s.activity_id, s.activity_code, s.month, s.activity_order
FROM cycles_scheduledtask s
JOIN work_workplan w ON w.year_id = s.year_id AND w.scope = s.scope
WHERE s.year_id = %(year)s AND s.version_id = %(version)s AND s.plan = %(plan)s
  AND s.template_id IN ({which})
  AND EXISTS (
      SELECT 1 FROM work_activity a JOIN programs_activitytemplate t ON t.id = a.template_id
      WHERE a.workplan_id = w.id AND t.version_id = s.version_id AND t.plan = s.plan)
  AND NOT EXISTS (
      SELECT 1 FROM work_activity a WHERE a.workplan_id = w.id AND a.code = s.activity_code)
