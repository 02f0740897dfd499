-- Every letter that no later one replaced; those that have not been sent are flagged.
SELECT o.sort_name AS sort, CAST(t.id AS VARCHAR(20)) AS mark,
       CASE WHEN t.state = 'sent' THEN 0 ELSE 1 END AS flag, o.id AS target,
       o.region AS region, o.sort_name AS district,
       o.name AS c1, o.code AS c2, r.title AS c3, t.state AS c4, t.sent_on AS c5
FROM designations_letter t
JOIN designations_release r ON r.id = t.release_id
JOIN organizations_organization o ON o.id = t.district_id
WHERE NOT t.superseded
