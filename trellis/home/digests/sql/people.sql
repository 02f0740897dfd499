-- Everybody with an open account, what they chose, and up to which day they have been seen to.
SELECT p.id, p.email, p.language, p.time_zone, COALESCE(r.rhythm, ''), r.off, t.overview_on, t.soon_on
FROM people_person p
LEFT JOIN notices_preference r ON r.person_id = p.id
LEFT JOIN notices_turn t ON t.person_id = p.id
WHERE p.is_active AND p.id > %(after)s AND {of}
ORDER BY p.id
LIMIT %(most)s
