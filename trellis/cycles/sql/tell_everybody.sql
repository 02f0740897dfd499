-- One message per person who holds a role at an organization that a release opened, or at its
-- district, or who serves it; the key names release and person, so nobody is told twice.
-- `which` chooses those who read one language.
INSERT INTO notices_notice
    (recipient_id, address, kind, subject, text, dedupe_key, created_at, attempts, last_error,
     group_key, held)
WITH opened AS (
    SELECT c.organization_id, o.district_id
    FROM cycles_improvementcycle c JOIN organizations_organization o ON o.id = c.organization_id
    WHERE c.release_id = %(release)s
),
concerned (person_id, organization_id) AS (
    SELECT a.person_id, f.organization_id FROM opened f
    JOIN organizations_appointment a ON a.organization_id = f.organization_id
    WHERE a.starts <= %(today)s AND (a.ends IS NULL OR a.ends >= %(today)s)
    UNION
    SELECT a.person_id, f.organization_id FROM opened f
    JOIN organizations_appointment a ON a.organization_id = f.district_id
    WHERE a.starts <= %(today)s AND (a.ends IS NULL OR a.ends >= %(today)s)
    UNION
    SELECT s.person_id, f.organization_id FROM opened f
    JOIN organizations_assignment s ON s.organization_id = f.organization_id
    WHERE s.person_id IS NOT NULL
      AND s.starts <= %(today)s AND (s.ends IS NULL OR s.ends >= %(today)s)
    UNION
    SELECT a.person_id, f.organization_id FROM opened f
    JOIN organizations_assignment s ON s.organization_id = f.organization_id
    JOIN organizations_appointment a ON a.organization_id = s.provider_id AND a.role = s.role
    WHERE s.starts <= %(today)s AND (s.ends IS NULL OR s.ends >= %(today)s)
      AND a.starts <= %(today)s AND (a.ends IS NULL OR a.ends >= %(today)s)
)
SELECT p.id, p.email, 'year-opened', %(subject)s,
       CASE WHEN COUNT(*) = 1 THEN %(one)s
            ELSE REPLACE(%(many)s, '[n]', CAST(COUNT(*) AS TEXT)) END,
       %(key)s || CAST(p.id AS TEXT), %(at)s, 0, '', %(group)s, {false}
FROM concerned k JOIN people_person p ON p.id = k.person_id
WHERE p.is_active AND {which}
GROUP BY p.id, p.email
ORDER BY p.id
ON CONFLICT (dedupe_key) DO NOTHING
