-- Whom an organization is served by in a role on a day.
SELECT s.organization_id, MIN(COALESCE(p.name, v.name)) AS name
FROM organizations_assignment s
LEFT JOIN people_person p ON p.id = s.person_id
LEFT JOIN organizations_organization v ON v.id = s.provider_id
WHERE s.role = %({n}role)s AND (s.person_id IS NULL OR p.is_active)
  AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
GROUP BY s.organization_id
