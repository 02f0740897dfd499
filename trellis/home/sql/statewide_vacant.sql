-- Who holds a role at an organization on a day, by an own appointment.
SELECT a.organization_id, MIN(p.name) AS name
FROM organizations_appointment a JOIN people_person p ON p.id = a.person_id
WHERE a.role = %({n}role)s AND p.is_active AND a.delegated_by_id IS NULL
  AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
GROUP BY a.organization_id
