-- The teams of some schools, and what they met and expected in a month; kinds by their codes.
SELECT 'team', organization_id, kind, MAX(formed_on), 0
FROM organizations_team
WHERE organization_id IN ({places}) AND (ended_on IS NULL OR ended_on >= %(on)s)
GROUP BY organization_id, kind
UNION ALL
SELECT 'held', organization_id, kind, CAST(NULL AS {date}), COUNT(*)
FROM meetings_party
WHERE organization_id IN ({places}) AND month = %(month)s AND state = 'held'
GROUP BY organization_id, kind
UNION ALL
SELECT 'expected', organization_id, kind, CAST(NULL AS {date}), MAX(per_month)
FROM meetings_cadence
WHERE organization_id IN ({places}) AND first_month <= %(month)s AND last_month >= %(month)s
GROUP BY organization_id, kind
