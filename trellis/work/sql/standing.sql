-- The latest year with work, and which of some organizations have a workplan in it.
SELECT y.id, y.start, w.organization_id
FROM (
    SELECT id, start FROM programs_programyear
    WHERE EXISTS (SELECT 1 FROM work_workplan p WHERE p.year_id = programs_programyear.id)
    ORDER BY start DESC LIMIT 1
) y
LEFT JOIN work_workplan w ON w.year_id = y.id AND w.organization_id IN ({places})
