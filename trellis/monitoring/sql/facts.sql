-- Who holds the roles that rules look at, letters nobody opened, what a reader put off; and what
-- the rooms below tell, each by a statement that it registered.
SELECT 'role' AS what, a.organization_id, a.role,
       SUM(CASE WHEN a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s) AND q.is_active
                THEN 1 ELSE 0 END) AS some,
       MAX(CASE WHEN a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s) AND q.is_active
                THEN a.starts END) AS since,
       MAX(CASE WHEN a.ends < %(on)s THEN a.ends END) AS before, '' AS note
FROM organizations_appointment a
JOIN people_person q ON q.id = a.person_id
WHERE a.organization_id IN ({places}) AND a.role IN ({roles}) AND a.delegated_by_id IS NULL
GROUP BY a.organization_id, a.role
UNION ALL
SELECT 'letter', g.organization_id, '', COUNT(*), MIN(l.sent_on), NULL, ''
FROM designations_letter l
JOIN designations_release r ON r.id = l.release_id AND r.state = 'published'
JOIN designations_designation g ON g.release_id = l.release_id
JOIN organizations_organization o ON o.id = g.organization_id
WHERE g.organization_id IN ({places}) AND l.district_id = COALESCE(o.district_id, o.id)
  AND l.kind IN ({letters}) AND l.state = 'sent' AND NOT l.superseded AND NOT l.outside
  AND NOT EXISTS (SELECT 1 FROM designations_letterreading e WHERE e.letter_id = l.id)
GROUP BY g.organization_id
UNION ALL
SELECT 'off', z.organization_id, z.rule, z.id, z.until, NULL, z.note
FROM monitoring_snooze z
WHERE z.by_id = %(reader)s AND z.withdrawn_at IS NULL AND z.until > %(on)s
{told}
