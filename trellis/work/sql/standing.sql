-- The latest year with work, which of some organizations have a workplan in it, and the kinds of
-- teams that exist there.
SELECT y.id, y.start, w.organization_id, m.kind
FROM (
    SELECT id, start FROM programs_programyear
    WHERE EXISTS (SELECT 1 FROM work_workplan p WHERE p.year_id = programs_programyear.id)
    ORDER BY start DESC LIMIT 1
) y
LEFT JOIN work_workplan w ON w.year_id = y.id AND w.organization_id IN ({places})
LEFT JOIN organizations_team m ON m.organization_id = w.organization_id
    AND m.formed_on <= %(on)s AND (m.ended_on IS NULL OR m.ended_on >= %(on)s)
