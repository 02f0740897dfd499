-- Organizations of one floor with an open year, and who does a role there.
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
{who}
) h ON h.organization_id = o.id
WHERE w.year_id = %(year)s AND o.level = %({n}level)s AND o.closed_on IS NULL
