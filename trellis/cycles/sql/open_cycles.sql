-- A cycle for each organization for which opening this plan was proposed or settled, and that is
-- open. A running cycle stays as it is.
INSERT INTO cycles_improvementcycle
    (organization_id, plan, stage, year_id, version_id, release_id, workplan_id, designation,
     state, opened_at, ended_why)
SELECT o.id, %(plan)s, %(stage)s, %(year)s, %(version)s, %(release)s, w.id, p.to_kind,
       'running', %(at)s, ''
FROM cycles_proposal p
JOIN organizations_organization o ON o.id = p.organization_id
JOIN work_workplan w ON w.organization_id = o.id AND w.year_id = %(year)s
WHERE p.release_id = %(release)s AND p.plan = %(plan)s AND p.outcome IN ('open', 'escalate')
  AND o.closed_on IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM cycles_improvementcycle c
      WHERE c.organization_id = o.id AND c.stage = %(stage)s AND c.year_id = %(year)s)
ORDER BY o.id
