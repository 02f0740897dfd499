-- Steps whose date is no longer confirmed leave again, where nobody has touched them.
DELETE FROM work_task
WHERE template_id IN ({which}) AND state = 'open' AND begun = {false} AND assignee_id IS NULL
  AND workplan_id IN (SELECT id FROM work_workplan WHERE year_id = %(year)s)
  AND NOT EXISTS (SELECT 1 FROM work_completion c WHERE c.task_id = work_task.id)
  AND NOT EXISTS (SELECT 1 FROM work_note n WHERE n.task_id = work_task.id)
  AND NOT EXISTS (SELECT 1 FROM work_evidence e WHERE e.task_id = work_task.id)
