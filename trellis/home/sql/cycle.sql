-- The latest cycle of an organization, or of one beneath it, with the tree above where it runs.
SELECT c.id, c.plan, c.stage, c.designation, c.version_id, y.id, y.start, r.vocabulary,
       o.id, o.code, o.name, o.level, o.parent_id, o.district_id, o.office_id, o.state_id,
       d.code, d.name, f.code, f.name, s.code, s.name, c.ended_on
FROM cycles_improvementcycle c
JOIN organizations_organization o ON o.id = c.organization_id
JOIN programs_programyear y ON y.id = c.year_id
JOIN designations_release r ON r.id = c.release_id
LEFT JOIN organizations_organization d ON d.id = o.district_id
LEFT JOIN organizations_organization f ON f.id = o.office_id
LEFT JOIN organizations_organization s ON s.id = o.state_id
WHERE {which}
ORDER BY y.start DESC, c.id DESC
LIMIT 1
