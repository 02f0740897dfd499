-- Steps whose date is no longer confirmed leave again, where nobody has touched them.
DELETE FROM work_task
WHERE template_id IN ({which}) AND state = 'open' AND begun = {false} AND assignee_id IS NULL
  AND workplan_id IN (SELECT id FROM work_workplan WHERE year_id = %(year)s){touched}
