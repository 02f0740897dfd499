-- What a district is to approve, take to its board or submit, and who holds a role in its schools.
WITH newest (year_id) AS (
    SELECT w.year_id FROM work_workplan w
    JOIN programs_programyear y ON y.id = w.year_id
    WHERE w.organization_id = %(district)s ORDER BY y.start DESC LIMIT 1
), circle (id, name, level) AS (
    SELECT o.id, o.name, o.level FROM work_workplan w
    JOIN organizations_organization o ON o.id = w.organization_id
    WHERE w.year_id = (SELECT year_id FROM newest)
      AND (o.id = %(district)s OR o.district_id = %(district)s)
)
SELECT 'step', t.id, t.template_code, t.role, t.act, t.deed, c.name, t.month, t.due, t.late_after,
       t.workplan_id, c.level
FROM circle c
JOIN work_workplan w ON w.organization_id = c.id AND w.year_id = (SELECT year_id FROM newest)
JOIN work_task t ON t.workplan_id = w.id
WHERE t.held_at_id = %(district)s AND t.state = 'open' AND t.act IN ('approve', 'board', 'submit')
  AND t.month <= %(until)s
UNION ALL
SELECT 'holder', c.id, '', a.role, '', '', c.name, NULL, NULL, NULL, NULL, c.level
FROM circle c
LEFT JOIN organizations_appointment a ON a.organization_id = c.id
    AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
UNION ALL
SELECT 'holder', c.id, '', s.role, '', '', c.name, NULL, NULL, NULL, NULL, c.level
FROM circle c
JOIN organizations_assignment s ON s.organization_id = c.id
    AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
