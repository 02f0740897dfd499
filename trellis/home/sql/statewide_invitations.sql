-- Every invitation that was not revoked; those that wait for an answer are flagged.
SELECT LOWER(i.address) AS sort, CAST(i.id AS VARCHAR(20)) AS mark,
       CASE WHEN i.state = 'sent' THEN 1 ELSE 0 END AS flag, o.id AS target,
       o.region AS region,
       COALESCE(d.sort_name, CASE WHEN o.level = 'district' THEN o.sort_name ELSE '' END)
           AS district,
       i.address AS c1, i.role AS c2, o.name AS c3, i.sent_at AS c4, i.expires_at AS c5,
       i.state AS c6
FROM organizations_invitation i
JOIN organizations_organization o ON o.id = i.organization_id
LEFT JOIN organizations_organization d ON d.id = o.district_id
WHERE i.state <> 'revoked'
