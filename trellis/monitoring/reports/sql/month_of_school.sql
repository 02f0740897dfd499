-- Who holds roles at a school and its district, who serves it, and its steps late, next and done.
SELECT 'holder' AS what, a.role AS code, p.name AS name, p.sort_name AS sort, '' AS title,
       CAST(NULL AS DATE) AS due, CAST(NULL AS DATE) AS month
FROM organizations_appointment a
JOIN people_person p ON p.id = a.person_id
JOIN organizations_organization o ON o.id = %(place)s
WHERE a.organization_id IN (o.id, o.district_id) AND a.delegated_by_id IS NULL
  AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
UNION ALL
SELECT 'serves', s.role, p.name, p.sort_name, p.email, NULL, NULL
FROM organizations_assignment s
JOIN people_person p ON p.id = s.person_id
WHERE s.organization_id = %(place)s AND s.role IN ({roles})
  AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)
UNION ALL
SELECT CASE WHEN t.state = 'done' THEN 'done' WHEN t.late_after < %(on)s THEN 'late'
            ELSE 'soon' END,
       t.role, t.template_code, CASE WHEN t.state = 'done' THEN t.deed ELSE '' END, t.title,
       CASE WHEN t.state = 'done' THEN t.settled_on ELSE t.due END, t.month
FROM work_task t
JOIN work_workplan w ON w.id = t.workplan_id
WHERE w.organization_id = %(place)s AND w.year_id = (
    SELECT y.id FROM programs_programyear y
    WHERE EXISTS (SELECT 1 FROM cycles_improvementcycle c WHERE c.year_id = y.id)
    ORDER BY y.start DESC LIMIT 1)
  AND ((t.state = 'open' AND (t.late_after < %(on)s OR t.due BETWEEN %(on)s AND %(until)s))
       OR (t.state = 'done' AND t.settled_on BETWEEN %(first)s AND %(on)s))
