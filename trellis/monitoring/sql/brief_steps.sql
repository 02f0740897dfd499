-- Steps of some workplans that are past their date, or due next.
SELECT w.organization_id, t.template_code, t.title, t.role, t.due, t.late_after, t.month
FROM work_task t
JOIN work_workplan w ON w.id = t.workplan_id
WHERE w.organization_id IN ({places}) AND w.year_id = (
    SELECT y.id FROM programs_programyear y
    WHERE EXISTS (SELECT 1 FROM cycles_improvementcycle c WHERE c.year_id = y.id)
    ORDER BY y.start DESC LIMIT 1)
  AND t.state = 'open' AND (t.late_after < %(on)s OR t.due BETWEEN %(on)s AND %(until)s)
ORDER BY w.organization_id, t.due, t."order", t.id
