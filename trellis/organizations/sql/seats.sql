-- Every seat of a person on a day: own appointments, then organizations served by assignment. A
-- delegate serves what the person serves whose appointment was delegated.
SELECT 0, a.id, a.role, o.id, o.name, o.code, o.level, o.state_id, o.office_id, o.district_id,
       '' AS place
FROM organizations_appointment a
JOIN organizations_organization o ON o.id = a.organization_id
WHERE a.person_id = %(person)s AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
UNION ALL
SELECT 1, a.id, s.role, o.id, o.name, o.code, o.level, o.state_id, o.office_id, o.district_id,
       o.sort_name
FROM organizations_appointment a
LEFT JOIN organizations_appointment d ON d.id = a.delegated_by_id
JOIN organizations_assignment s ON s.person_id = COALESCE(d.person_id, a.person_id)
    AND s.role = a.role
JOIN organizations_organization o ON o.id = s.organization_id
WHERE a.person_id = %(person)s AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
  AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
UNION ALL
SELECT 1, a.id, s.role, o.id, o.name, o.code, o.level, o.state_id, o.office_id, o.district_id,
       o.sort_name
FROM organizations_appointment a
JOIN organizations_assignment s ON s.provider_id = a.organization_id AND s.role = a.role
JOIN organizations_organization o ON o.id = s.organization_id
WHERE a.person_id = %(person)s AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
  AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
ORDER BY 1, 11, 2, 4
