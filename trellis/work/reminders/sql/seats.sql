-- Every seat of some people on a day, as `seats_of` reads them for one: own and lent ones, then
-- organizations served. `of` narrows to people; the rights of a loan stand in the last column.
WITH held AS (
    SELECT a.person_id, a.role, a.organization_id, COALESCE(d.person_id, a.person_id) AS server_id,
           a.delegated_by_id, a.rights
    FROM organizations_appointment a
    LEFT JOIN organizations_appointment d ON d.id = a.delegated_by_id
    LEFT JOIN people_person p ON p.id = d.person_id
    WHERE a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s) AND {of}
      AND (a.delegated_by_id IS NULL
           OR (p.is_active AND d.starts <= %(on)s AND (d.ends IS NULL OR d.ends >= %(on)s)))
)
SELECT h.person_id, 0, h.role, o.id, o.level, o.state_id, o.office_id, o.district_id, o.name,
       h.delegated_by_id, CAST(h.rights AS TEXT)
FROM held h
JOIN organizations_organization o ON o.id = h.organization_id
UNION ALL
SELECT h.person_id, 1, s.role, o.id, o.level, o.state_id, o.office_id, o.district_id, o.name,
       h.delegated_by_id, CAST(h.rights AS TEXT)
FROM held h
JOIN organizations_assignment s ON s.person_id = h.server_id AND s.role = h.role
JOIN organizations_organization o ON o.id = s.organization_id
WHERE s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
UNION ALL
SELECT h.person_id, 1, s.role, o.id, o.level, o.state_id, o.office_id, o.district_id, o.name,
       h.delegated_by_id, CAST(h.rights AS TEXT)
FROM held h
JOIN organizations_assignment s ON s.provider_id = h.organization_id AND s.role = h.role
JOIN organizations_organization o ON o.id = s.organization_id
WHERE s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
