-- What the seats in `pairs` owe now and have just finished, gathered: of the same step at many
-- organizations the first few by name, each with how many there are.
WITH pairs (role, held_at, why) AS (VALUES {pairs}),
mine AS (
    SELECT t.id, t.template_code, t.role, t.month, t.due, t.late_after, t.state, t.settled_on,
           t."order", t.title, p.why, w.organization_id, {turn} AS turn,
           CASE WHEN t.state = 'done' THEN 'done'
                WHEN t.month <= %(this)s OR t.due <= %(week)s
                    THEN CASE WHEN {waits} THEN 'team' ELSE 'now' END
                WHEN NOT ({waits}) THEN 'ahead' END AS pile
    FROM pairs p
    JOIN work_task t ON t.held_at_id = p.held_at AND t.role = p.role
    JOIN work_workplan w ON w.id = t.workplan_id
    WHERE w.year_id = %(year)s
      AND ((t.state = 'open' AND t.month <= %(until)s)
           OR (t.state = 'done' AND t.settled_on >= %(this)s))
      AND {still} AND {asked}
),
gathered AS (
    SELECT m.*, o.name, o.code,
           COUNT(*) OVER one_step AS places,
           ROW_NUMBER() OVER (one_step ORDER BY m.settled_on DESC, o.sort_name, m.id) AS nth
    FROM mine m JOIN organizations_organization o ON o.id = m.organization_id
    WHERE m.turn = 1
    WINDOW one_step AS (
        PARTITION BY m.pile, m.template_code, CASE m.state WHEN 'open' THEN m.due END,
                     CASE m.state WHEN 'open' THEN m.why END)
)
SELECT id, template_code, role, month, due, late_after, settled_on, "order", title, why, pile,
       places, name, code
FROM gathered WHERE nth <= %(most)s
ORDER BY settled_on DESC, month, "order", nth
