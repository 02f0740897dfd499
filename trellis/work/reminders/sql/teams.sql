-- Which kinds of teams exist where on a day.
SELECT organization_id, kind FROM organizations_team
WHERE formed_on <= %(on)s AND (ended_on IS NULL OR ended_on >= %(on)s)
