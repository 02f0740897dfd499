-- Who has done their own part of open tasks that each member does.
SELECT c.task_id, c.by_id FROM work_completion c
JOIN work_task t ON t.id = c.task_id
WHERE t.state = 'open' AND t.each_member AND c.withdrawn_at IS NULL
  AND t.held_at_id IN ({places})
