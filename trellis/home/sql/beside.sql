-- What stands beside the tasks of a year, in one round trip: notes, files, who did those of each
-- member, who holds which role in the circle, teams, and the days that people set for the year.
SELECT 'note' AS what, n.task_id AS task, COUNT(*) AS count, CAST(NULL AS bigint) AS person,
       '' AS name, '' AS role, CAST(NULL AS bigint) AS held_at, CAST(NULL AS date) AS day
FROM work_note n JOIN work_task t ON t.id = n.task_id
WHERE t.workplan_id IN ({workplans}) GROUP BY n.task_id
UNION ALL
SELECT 'file', e.task_id, COUNT(*), NULL, '', '', NULL, NULL
FROM work_evidence e JOIN work_task t ON t.id = e.task_id
WHERE t.workplan_id IN ({workplans}) GROUP BY e.task_id
UNION ALL
SELECT 'done', c.task_id, 1, c.by_id, '', '', NULL, NULL
FROM work_completion c JOIN work_task t ON t.id = c.task_id
WHERE t.workplan_id IN ({workplans}) AND t.each_member AND c.withdrawn_at IS NULL
UNION ALL
SELECT 'holder', NULL, 1, a.person_id, p.name, a.role, a.organization_id, NULL
FROM organizations_appointment a JOIN people_person p ON p.id = a.person_id
WHERE a.organization_id IN ({organizations}) AND a.role IN ({direct}) AND p.is_active
  AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
UNION ALL
SELECT 'holder', NULL, 1, s.person_id, COALESCE(p.name, o.name), s.role, s.organization_id, NULL
FROM organizations_assignment s
LEFT JOIN people_person p ON p.id = s.person_id
LEFT JOIN organizations_organization o ON o.id = s.provider_id
WHERE s.organization_id IN ({organizations})
  AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
UNION ALL
SELECT 'team', NULL, 1, NULL, m.kind, '', m.organization_id, NULL
FROM organizations_team m
WHERE m.organization_id IN ({organizations})
  AND m.formed_on <= %(on)s AND (m.ended_on IS NULL OR m.ended_on >= %(on)s)
UNION ALL
SELECT 'date', NULL, 1, NULL, d.code, '', NULL, d.day
FROM programs_yeardate d
WHERE d.year_id = %(year)s AND d.version_id = %(version)s AND d.standing = 'confirmed'
  AND d.day IS NOT NULL
