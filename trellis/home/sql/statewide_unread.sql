-- Every letter that was sent; those that nobody has opened here are flagged.
SELECT o.sort_name AS sort, CAST(t.id AS VARCHAR(20)) AS mark,
       CASE WHEN MIN(g.at) IS NULL THEN 1 ELSE 0 END AS flag, o.id AS target,
       o.region AS region, o.sort_name AS district,
       o.name AS c1, o.code AS c2, MAX(r.title) AS c3, MAX(t.sent_on) AS c4, MIN(g.at) AS c5
FROM designations_letter t
JOIN designations_release r ON r.id = t.release_id
JOIN organizations_organization o ON o.id = t.district_id
LEFT JOIN designations_letterreading g ON g.letter_id = t.id
WHERE t.state = 'sent' AND NOT t.superseded
GROUP BY t.id, o.id, o.region, o.sort_name, o.name, o.code
