-- How many notes and files the tasks of some workplans have, and who did those of each member.
SELECT n.task_id, 'note', COUNT(*), CAST(NULL AS BIGINT) FROM work_note n
JOIN work_task t ON t.id = n.task_id WHERE t.workplan_id IN ({workplans}) GROUP BY n.task_id
UNION ALL
SELECT e.task_id, 'file', COUNT(*), CAST(NULL AS BIGINT) FROM work_evidence e
JOIN work_task t ON t.id = e.task_id WHERE t.workplan_id IN ({workplans}) GROUP BY e.task_id
UNION ALL
SELECT c.task_id, 'done', 1, c.by_id FROM work_completion c
JOIN work_task t ON t.id = c.task_id
WHERE t.workplan_id IN ({workplans}) AND t.each_member AND c.withdrawn_at IS NULL
