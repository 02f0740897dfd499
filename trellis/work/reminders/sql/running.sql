-- The organizations that run the latest year with work, where they stand, and that year.
SELECT y.id, y.start, o.id, o.level, o.state_id, o.office_id, o.district_id
FROM (
    SELECT id, start FROM programs_programyear
    WHERE EXISTS (SELECT 1 FROM work_workplan p WHERE p.year_id = programs_programyear.id)
    ORDER BY start DESC LIMIT 1
) y
JOIN work_workplan w ON w.year_id = y.id
JOIN organizations_organization o ON o.id = w.organization_id
