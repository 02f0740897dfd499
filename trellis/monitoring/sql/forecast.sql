-- What a release asks of coordinators, by region: who is owed meetings or a year, and served now.
SELECT o.id, o.region, o.district_id, o.sort_name, o.name, g.kind,
       (SELECT MIN(a.person_id) FROM organizations_assignment a
        WHERE a.organization_id = o.id AND a.role = %(role)s AND a.person_id IS NOT NULL
          AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)) AS server
FROM organizations_organization o
JOIN (
    SELECT d.organization_id, MIN(d.kind) AS kind FROM designations_designation d
    WHERE d.release_id = %(release)s AND d.kind IN ({kinds})
    GROUP BY d.organization_id
) g ON g.organization_id = o.id
WHERE ({reach})
ORDER BY o.district_id, o.sort_name, o.id
