-- The meetings that organizations can expect in the newest year of theirs, and those that stand.
SELECT k.organization_id, k.kind, k.per_month, k.first_month, k.last_month,
       p.month, p.state, p.id, m.starts_at
FROM meetings_cadence k
LEFT JOIN meetings_party p ON p.organization_id = k.organization_id AND p.kind = k.kind
    AND p.state IN ('held', 'planned')
LEFT JOIN meetings_meeting m ON m.id = p.meeting_id
WHERE k.organization_id IN ({places}) AND k.year_id = (
    SELECT y.id FROM programs_programyear y
    WHERE EXISTS (SELECT 1 FROM cycles_improvementcycle c WHERE c.year_id = y.id)
    ORDER BY y.start DESC LIMIT 1)
  AND (m.id IS NULL OR m.year_id = k.year_id)
ORDER BY k.organization_id, m.starts_at, m.id
