-- The next month in which the seats in `pairs` owe something, after a month.
WITH pairs (role, held_at, why) AS (VALUES {pairs})
SELECT MIN(t.month), COUNT(*)
FROM pairs p
JOIN work_task t ON t.held_at_id = p.held_at AND t.role = p.role
JOIN work_workplan w ON w.id = t.workplan_id
WHERE w.year_id = %(year)s AND t.state = 'open' AND t.month > %(until)s
