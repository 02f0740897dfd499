-- The organizations at which the seats in `pairs` owe one step, by name after a key, with what all
-- of them have in common.
WITH pairs (role, held_at, why) AS (VALUES {pairs}),
owed AS (
    SELECT x.id, x.template_code, x.role, x.month, x.due, x.late_after, x.settled_on, x."order",
           x.title, x.held_at_id, p.why, 'now' AS pile, COUNT(*) OVER () AS places, o.name, o.code,
           MIN(x.held_at_id) OVER () AS first_place, MAX(x.held_at_id) OVER () AS last_place,
           MIN(x.role) OVER () AS first_role, MAX(x.role) OVER () AS last_role, o.sort_name
    FROM pairs p
    JOIN work_task x ON x.held_at_id = p.held_at AND x.role = p.role AND x.state = 'open'
    JOIN work_workplan y ON y.id = x.workplan_id
    JOIN organizations_organization o ON o.id = y.organization_id
    WHERE y.year_id = %(year)s AND x.month <= %(until)s AND x.template_code = %(step)s AND {mine}
)
SELECT id, template_code, role, month, due, late_after, settled_on, "order", title, why, pile,
       places, name, code, held_at_id, first_role = last_role AND first_place = last_place, sort_name
FROM owed WHERE (sort_name, id) > (%(name)s, %(task)s)
ORDER BY sort_name, id LIMIT %(most)s
