-- Schools with a running year and how far they are, in one group of steps.
SELECT 1 AS weight, q.sort, q.id, q.name, q.code, q.district, q.done, q.late, q.steps
FROM (
    SELECT o.sort_name AS sort, o.id, o.name, o.code,
           (SELECT d.name FROM organizations_organization d WHERE d.id = o.district_id)
               AS district,
           SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS done,
           SUM(CASE WHEN {late} THEN 1 ELSE 0 END) AS late,
           SUM(CASE WHEN t.state IN ('done', 'open') THEN 1 ELSE 0 END) AS steps
    {steps} AND o.level = 'school' AND r.organization_id IS NOT NULL
    GROUP BY o.id, o.sort_name, o.name, o.code, o.district_id
) q
WHERE {which}
