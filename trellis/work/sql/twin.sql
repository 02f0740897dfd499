EXISTS (  -- an earlier step of the same deed, on the same list: a deed stands once
          SELECT 1 FROM work_task e
          JOIN pairs q ON q.held_at = e.held_at_id AND q.role = e.role
          WHERE e.workplan_id = {t}.workplan_id AND e.deed = {t}.deed AND e.state = {t}.state
            AND (e.month, e."order", e.id) < ({t}.month, {t}."order", {t}.id)
            AND {still} AND {asked})
