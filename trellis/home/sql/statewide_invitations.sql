-- Every invitation that was not revoked; those that wait for an answer are flagged.
SELECT LOWER(i.address) AS sort, CAST(i.id AS VARCHAR(20)) AS mark,
       CASE WHEN i.state = 'sent' THEN 1 ELSE 0 END AS flag, o.id AS target,
       i.address AS c1, i.role AS c2, o.name AS c3, i.sent_at AS c4, i.expires_at AS c5,
       i.state AS c6
FROM organizations_invitation i
JOIN organizations_organization o ON o.id = i.organization_id
WHERE i.state <> 'revoked'
