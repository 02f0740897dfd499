-- Organizations of the year on one floor, at or below a seat, where nobody holds a role.
SELECT %(role_{n})s, o.id FROM work_workplan w
JOIN organizations_organization o ON o.id = w.organization_id
WHERE w.year_id = %(year)s AND o.level = %(level_{n})s AND (o.id = %(place_{n})s OR {below})
  AND NOT EXISTS (
      SELECT 1 FROM organizations_appointment h JOIN people_person p ON p.id = h.person_id
      WHERE {there} AND h.role IN ({doing}) AND p.is_active AND h.delegated_by_id IS NULL
        AND h.starts <= %(on)s AND (h.ends IS NULL OR h.ends >= %(on)s))
