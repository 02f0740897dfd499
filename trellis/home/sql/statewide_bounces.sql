-- Every address from which mail came back for good; those that nobody has mended are flagged.
SELECT LOWER(b.address) AS sort, CAST(b.id AS VARCHAR(20)) AS mark,
       CASE WHEN b.mended_at IS NULL THEN 1 ELSE 0 END AS flag, b.id AS target,
       b.address AS c1, COALESCE(p.name, '') AS c2, b.reason AS c3, b.at AS c4, b.mended_at AS c5
FROM notices_bounce b
LEFT JOIN people_person p ON p.id = b.person_id
WHERE b.stops
