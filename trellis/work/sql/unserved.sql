-- Organizations of the year on one floor, at or below a seat, that nobody serves in a role.
SELECT %(role_{n})s, o.id FROM work_workplan w
JOIN organizations_organization o ON o.id = w.organization_id
WHERE w.year_id = %(year)s AND o.level = %(level_{n})s AND (o.id = %(place_{n})s OR {below})
  AND NOT EXISTS (
      SELECT 1 FROM organizations_assignment h
      WHERE {there} AND h.role = %(role_{n})s
        AND h.starts <= %(on)s AND (h.ends IS NULL OR h.ends >= %(on)s)
        AND (EXISTS (
                SELECT 1 FROM organizations_appointment a JOIN people_person p ON p.id = a.person_id
                WHERE a.person_id = h.person_id AND a.role = h.role AND p.is_active
                  AND a.delegated_by_id IS NULL
                  AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s))
             OR EXISTS (
                SELECT 1 FROM organizations_appointment a JOIN people_person p ON p.id = a.person_id
                WHERE a.organization_id = h.provider_id AND a.role = h.role AND p.is_active
                  AND a.delegated_by_id IS NULL
                  AND a.starts <= %(on)s AND (a.ends IS NULL OR a.ends >= %(on)s))))
