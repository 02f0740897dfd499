({t}.assignee_id IS NULL OR {t}.assignee_id = %(person)s
       OR NOT EXISTS (  -- who was named for it holds nothing there any more
          SELECT 1 FROM organizations_appointment a
          JOIN people_person q ON q.id = a.person_id
          JOIN organizations_organization h ON h.id = a.organization_id
          WHERE a.person_id = {t}.assignee_id AND q.is_active
            AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s)
            AND ({t}.held_at_id IN (h.id, h.district_id, h.office_id, h.state_id)
                 OR EXISTS (SELECT 1 FROM organizations_assignment s
                            WHERE s.person_id = a.person_id AND s.organization_id = {t}.held_at_id
                              AND s.starts <= %(on)s AND (s.ends IS NULL OR s.ends >= %(on)s)))))
  AND NOT ({t}.each_member AND {t}.state = 'open' AND EXISTS (
      SELECT 1 FROM work_completion c
      WHERE c.task_id = {t}.id AND c.by_id = %(person)s AND c.withdrawn_at IS NULL))
