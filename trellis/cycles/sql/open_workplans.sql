-- One workplan for each organization whose year opens, each district above one, and the state. A
-- school without a district has the one above it in the district's place.
INSERT INTO work_workplan (organization_id, year_id, scope, opened_at)
WITH served AS (
    SELECT o.id, o.level, o.state_id, COALESCE(o.district_id, o.parent_id) AS district_id
    FROM cycles_proposal p
    JOIN organizations_organization o ON o.id = p.organization_id
    WHERE p.release_id = %(release)s AND p.plan = %(plan)s AND p.outcome IN ('open', 'escalate')
      AND o.closed_on IS NULL{only}
),
wanted (organization_id, scope) AS (
    SELECT id, level FROM served
    UNION
    SELECT district_id, 'district' FROM served WHERE level = 'school' AND district_id IS NOT NULL
      AND district_id <> state_id
    UNION
    SELECT state_id, 'state' FROM served WHERE state_id IS NOT NULL
)
SELECT organization_id, %(year)s, scope, %(at)s
FROM wanted
WHERE NOT EXISTS (
    SELECT 1 FROM work_workplan w
    WHERE w.organization_id = wanted.organization_id AND w.year_id = %(year)s)
ORDER BY organization_id
