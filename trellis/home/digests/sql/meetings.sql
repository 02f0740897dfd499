-- Planned meetings between two moments: whom they concern, and with which organization. Who leads one
-- comes without an organization where it has several.
SELECT a.person_id, m.id, m.starts_at, m.kind, m.title, o.name
FROM meetings_meeting m
JOIN meetings_party y ON y.meeting_id = m.id
JOIN meetings_attendance a ON a.party_id = y.id
JOIN organizations_organization o ON o.id = y.organization_id
WHERE m.state = 'planned' AND m.starts_at >= %(first)s AND m.starts_at < %(last)s
  AND a.answer <> 'no' AND {attends}
UNION ALL
SELECT m.led_by_id, m.id, m.starts_at, m.kind, m.title, MIN(o.name)
FROM meetings_meeting m
JOIN meetings_party y ON y.meeting_id = m.id
JOIN organizations_organization o ON o.id = y.organization_id
WHERE m.state = 'planned' AND m.starts_at >= %(first)s AND m.starts_at < %(last)s AND {leads}
GROUP BY m.led_by_id, m.id, m.starts_at, m.kind, m.title
