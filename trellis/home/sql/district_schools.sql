-- The schools of a district with the progress of their own year; those with a year come first.
WITH newest (year_id) AS (
    SELECT w.year_id FROM work_workplan w
    JOIN programs_programyear y ON y.id = w.year_id
    WHERE w.organization_id = %(district)s ORDER BY y.start DESC LIMIT 1
)
SELECT o.id, o.code, o.name, o.sort_name, o.grades,
       COUNT(t.id),
       SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END),
       SUM(CASE WHEN t.state = 'open' AND t.late_after < %(on)s THEN 1 ELSE 0 END),
       MIN(CASE WHEN t.state = 'open' AND t.due >= %(on)s THEN t.due END)
FROM organizations_organization o
LEFT JOIN work_workplan w ON w.organization_id = o.id AND w.year_id = (SELECT year_id FROM newest)
LEFT JOIN work_task t ON t.workplan_id = w.id AND t.state NOT IN ('waived', 'earlier')
WHERE o.district_id = %(district)s AND o.level = 'school' AND o.closed_on IS NULL
  AND ({after})
GROUP BY o.id, o.code, o.name, o.sort_name, o.grades, w.id
ORDER BY CASE WHEN w.id IS NULL THEN 1 ELSE 0 END, o.sort_name, o.code
LIMIT %(most)s
