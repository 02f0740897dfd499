-- How many meetings organizations of one support expect this year. Months that were expected
-- before stay; a support that follows in the middle of the year changes their number.
INSERT INTO meetings_cadence (organization_id, year_id, kind, per_month, first_month, last_month)
SELECT DISTINCT p.organization_id, %(year)s, %(kind)s, %(per_month)s, %(first)s, %(last)s
FROM cycles_proposal p
JOIN designations_release r ON r.id = p.release_id
JOIN organizations_organization o ON o.id = p.organization_id
WHERE {which} AND r.year_id = %(year)s AND p.to_kind = %(designation)s
  AND p.outcome IN ('open', 'continue', 'escalate', 'no-plan') AND o.closed_on IS NULL
ON CONFLICT (organization_id, year_id, kind) DO UPDATE SET
    per_month = excluded.per_month, last_month = excluded.last_month
