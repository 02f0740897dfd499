-- The support status of the year for every organization that a release goes on with; what a file
-- said of this year stays where nothing was decided against it.
INSERT INTO designations_supportstatus
    (organization_id, year_id, kind, cohort, term, reasons, "groups", source, set_by_id, set_at)
SELECT p.organization_id, r.year_id, p.to_kind, p.to_cohort, p.to_term,
       COALESCE((SELECT d.reasons FROM designations_designation d
                 WHERE d.release_id = r.id AND d.organization_id = p.organization_id
                   AND d.kind = p.to_kind ORDER BY d.band LIMIT 1), {empty}),
       COALESCE((SELECT d."groups" FROM designations_designation d
                 WHERE d.release_id = r.id AND d.organization_id = p.organization_id
                   AND d.kind = p.to_kind ORDER BY d.band LIMIT 1), {empty}),
       r.title, %(by)s, %(at)s
FROM cycles_proposal p
JOIN designations_release r ON r.id = p.release_id
WHERE r.id = %(release)s AND p.outcome IN ('open', 'continue', 'escalate', 'no-plan')
  AND p.to_kind <> ''
  AND NOT (p.outcome = 'continue' AND EXISTS (
      SELECT 1 FROM designations_supportstatus s
      WHERE s.organization_id = p.organization_id AND s.year_id = r.year_id))
ORDER BY p.organization_id
ON CONFLICT (organization_id, year_id) DO UPDATE SET
    kind = excluded.kind, cohort = excluded.cohort, term = excluded.term,
    reasons = excluded.reasons, "groups" = excluded."groups", source = excluded.source,
    set_by_id = excluded.set_by_id, set_at = excluded.set_at
