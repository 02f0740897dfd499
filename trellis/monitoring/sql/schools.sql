-- The organizations of a caseload with the months of their own workplan in the newest open year.
WITH newest (id) AS (
    SELECT y.id FROM programs_programyear y
    WHERE EXISTS (SELECT 1 FROM cycles_improvementcycle c WHERE c.year_id = y.id)
    ORDER BY y.start DESC LIMIT 1
), served AS (
    SELECT o.id, o.code, o.name, o.sort_name, o.level, o.region, o.district_id,
           d.name AS district, COALESCE(s.kind, c.designation, '') AS kind,
           COALESCE(s.term, '') AS term, c.workplan_id
    FROM organizations_organization o
    LEFT JOIN organizations_organization d ON d.id = o.district_id AND d.id <> o.id
    LEFT JOIN cycles_improvementcycle c ON c.id = (
        SELECT MAX(r.id) FROM cycles_improvementcycle r
        WHERE r.organization_id = o.id AND r.year_id = (SELECT id FROM newest)
          AND r.state = 'running')
    LEFT JOIN designations_supportstatus s
        ON s.organization_id = o.id AND s.year_id = (SELECT id FROM newest)
    WHERE o.closed_on IS NULL AND o.level IN ('school', 'district') AND ({reach})
      AND (c.id IS NOT NULL OR ({shown}) OR EXISTS (
          SELECT 1 FROM meetings_cadence k
          WHERE k.organization_id = o.id AND k.year_id = (SELECT id FROM newest)))
), months AS (
    SELECT t.workplan_id, t.month, COUNT(*) AS steps,
           SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS done,
           SUM(CASE WHEN t.state = 'open' AND t.late_after < %(on)s THEN 1 ELSE 0 END) AS late,
           MIN(CASE WHEN t.state = 'open' AND t.late_after < %(on)s THEN t.late_after END) AS oldest,
           MIN(CASE WHEN t.state = 'open' AND t.due >= %(on)s THEN t.due END) AS due
    FROM work_task t
    WHERE t.workplan_id IN (SELECT workplan_id FROM served)
      AND t.state NOT IN ('waived', 'earlier')
    GROUP BY t.workplan_id, t.month
)
SELECT o.id, o.code, o.name, o.sort_name, o.level, o.district_id, o.district, o.kind, o.term,
       m.month, m.steps, m.done, m.late, m.oldest, m.due
FROM served o
LEFT JOIN months m ON m.workplan_id = o.workplan_id
ORDER BY o.id, m.month
