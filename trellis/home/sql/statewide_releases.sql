-- Every release and how many organizations it names.
SELECT r.title AS sort, CAST(r.id AS VARCHAR(20)) AS mark,
       CASE WHEN r.state = 'published' THEN 0 ELSE 1 END AS flag, r.id AS target,
       r.title AS c1, y.start AS c2, r.state AS c3,
       (SELECT COUNT(DISTINCT g.organization_id) FROM designations_designation g
        WHERE g.release_id = r.id) AS c4,
       r.published_at AS c5
FROM designations_release r
JOIN programs_programyear y ON y.id = r.year_id
