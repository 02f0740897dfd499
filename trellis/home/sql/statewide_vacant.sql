-- Organizations of one floor with an open year, and who holds a role there by an own appointment.
SELECT o.sort_name AS sort, o.code AS mark,
       CASE WHEN h.name IS NULL THEN 1 ELSE 0 END AS flag, o.id AS target,
       o.region AS region,
       COALESCE(d.sort_name, CASE WHEN o.level = 'district' THEN o.sort_name ELSE '' END)
           AS district,
       o.name AS c1, o.code AS c2, COALESCE(d.name, '') AS c3, COALESCE(h.name, '') AS c4
FROM work_workplan w
JOIN organizations_organization o ON o.id = w.organization_id
LEFT JOIN organizations_organization d ON d.id = o.district_id
LEFT JOIN (
    SELECT a.organization_id, MIN(p.name) AS name
    FROM organizations_appointment a JOIN people_person p ON p.id = a.person_id
    WHERE a.role = %({n}role)s AND p.is_active AND a.delegated_by_id IS NULL
      AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
    GROUP BY a.organization_id
) h ON h.organization_id = o.id
WHERE w.year_id = %(year)s AND o.level = %({n}level)s AND o.closed_on IS NULL
