-- Open organizations that the standing releases of the newest published year name, and their year.
SELECT o.sort_name AS sort, o.code AS mark,
       CASE WHEN MAX(c.id) IS NULL THEN 1 ELSE 0 END AS flag, o.id AS target,
       o.region AS region,
       MAX(COALESCE(d.sort_name, CASE WHEN o.level = 'district' THEN o.sort_name ELSE '' END))
           AS district,
       MAX(o.name) AS c1, o.code AS c2, COALESCE(MAX(d.name), '') AS c3, MIN(g.kind) AS c4,
       COALESCE(MAX(c.state), '') AS c5
FROM designations_release r
JOIN programs_programyear y ON y.id = r.year_id
JOIN designations_designation g ON g.release_id = r.id
JOIN organizations_organization o ON o.id = g.organization_id
LEFT JOIN organizations_organization d ON d.id = o.district_id
LEFT JOIN cycles_improvementcycle c ON c.organization_id = o.id AND c.year_id = r.year_id
WHERE r.state = 'published' AND o.closed_on IS NULL
  AND g.kind IN ({kinds})
  AND y.start = (SELECT MAX(z.start) FROM designations_release p
                 JOIN programs_programyear z ON z.id = p.year_id WHERE p.state = 'published')
  AND NOT EXISTS (SELECT 1 FROM designations_release k
                  WHERE k.corrects_id = r.id AND k.state = 'published')
GROUP BY o.id, o.region, o.sort_name, o.code
