-- Every seat of a person on a day: own appointments, then organizations served by assignment. A
-- delegate serves what the person serves whose appointment was delegated; a delegated appointment
-- counts only while the lender holds the role, with an open account. The last column says whether the
-- holder is new, follows somebody, and has not put away what happened before.
WITH held AS (
    SELECT a.id, a.role, a.organization_id, COALESCE(d.person_id, a.person_id) AS server_id,
           a.delegated_by_id, p.name AS lender, a.rights,
           CASE WHEN a.delegated_by_id IS NULL AND a.briefed_at IS NULL AND a.starts >= %(since)s
                AND EXISTS (SELECT 1 FROM organizations_appointment b
                            WHERE b.organization_id = a.organization_id AND b.role = a.role
                              AND b.starts < a.starts AND b.person_id <> a.person_id
                              AND b.delegated_by_id IS NULL)
                THEN 1 ELSE 0 END AS arrived
    FROM organizations_appointment a
    LEFT JOIN organizations_appointment d ON d.id = a.delegated_by_id
    LEFT JOIN people_person p ON p.id = d.person_id
    WHERE a.person_id = %(person)s AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
      AND (a.delegated_by_id IS NULL
           OR (p.is_active AND d.starts <= %(on)s AND (d.ends IS NULL OR d.ends >= %(on)s)))
)
SELECT 0, a.id, a.role, o.id, o.name, o.code, o.level, o.state_id, o.office_id, o.district_id,
       '' AS place, a.delegated_by_id, a.lender, a.rights, a.arrived
FROM held a
JOIN organizations_organization o ON o.id = a.organization_id
UNION ALL
SELECT 1, a.id, s.role, o.id, o.name, o.code, o.level, o.state_id, o.office_id, o.district_id,
       o.sort_name, a.delegated_by_id, a.lender, a.rights, a.arrived
FROM held a
JOIN organizations_assignment s ON s.person_id = a.server_id AND s.role = a.role
JOIN organizations_organization o ON o.id = s.organization_id
WHERE s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
UNION ALL
SELECT 1, a.id, s.role, o.id, o.name, o.code, o.level, o.state_id, o.office_id, o.district_id,
       o.sort_name, a.delegated_by_id, a.lender, a.rights, a.arrived
FROM held a
JOIN organizations_assignment s ON s.provider_id = a.organization_id AND s.role = a.role
JOIN organizations_organization o ON o.id = s.organization_id
WHERE s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
ORDER BY 1, 11, 2, 4
