-- How many open steps the seats in `pairs` have in each month.
WITH pairs (role, held_at, why) AS (VALUES {pairs})
SELECT x.month, COUNT(*)
FROM pairs p
JOIN work_task x ON x.held_at_id = p.held_at AND x.role = p.role AND x.state = 'open'
JOIN work_workplan y ON y.id = x.workplan_id
WHERE y.year_id = %(year)s AND {mine}
GROUP BY x.month ORDER BY x.month
