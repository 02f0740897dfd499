-- Figures of each group: organizations with a running year, those with a late step, steps by state.
SELECT CAST({step_key} AS VARCHAR(130)) AS part,
       COUNT(DISTINCT CASE WHEN o.level = 'school' AND r.organization_id IS NOT NULL THEN o.id END),
       COUNT(DISTINCT CASE WHEN o.level = 'school' AND r.organization_id IS NOT NULL
                 AND t.state = 'open' AND t.late_after < %(on)s THEN o.id END),
       SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END),
       SUM(CASE WHEN t.state = 'open' AND t.late_after < %(on)s THEN 1 ELSE 0 END),
       SUM(CASE WHEN t.state = 'open' AND (t.late_after IS NULL OR t.late_after >= %(on)s)
           THEN 1 ELSE 0 END),
       SUM(CASE WHEN t.state = 'earlier' THEN 1 ELSE 0 END),
       SUM(CASE WHEN t.state = 'waived' THEN 1 ELSE 0 END),
       0, 0
{steps}
GROUP BY CAST({step_key} AS VARCHAR(130))
{meetings}
