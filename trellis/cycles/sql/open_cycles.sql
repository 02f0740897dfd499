-- A cycle for each organization of the plan's floor that the release designates so and that is
-- open; two grade bands of one school are still one cycle. A running cycle stays as it is.
INSERT INTO cycles_improvementcycle
    (organization_id, plan, stage, year_id, version_id, release_id, workplan_id, designation,
     state, opened_at)
SELECT o.id, %(plan)s, %(stage)s, %(year)s, %(version)s, %(release)s, w.id, MIN(d.kind),
       'running', %(at)s
FROM designations_designation d
JOIN organizations_organization o ON o.id = d.organization_id
JOIN work_workplan w ON w.organization_id = o.id AND w.year_id = %(year)s
WHERE d.release_id = %(release)s AND d.kind IN ({terms}) AND o.level = %(level)s
  AND o.closed_on IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM cycles_improvementcycle c
      WHERE c.organization_id = o.id AND c.stage = %(stage)s AND c.year_id = %(year)s)
GROUP BY o.id, w.id
ORDER BY o.id
