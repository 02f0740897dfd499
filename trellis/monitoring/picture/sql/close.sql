-- What is different on that day ends.
{fresh}
UPDATE monitoring_standing SET until = %(on)s
WHERE until IS NULL AND year_id = %(year)s AND NOT EXISTS (
    SELECT 1 FROM fresh f
    WHERE f.organization_id = monitoring_standing.organization_id
      AND f.role = monitoring_standing.role AND f.month = monitoring_standing.month
      AND f.region = monitoring_standing.region AND f.done = monitoring_standing.done
      AND f.late = monitoring_standing.late AND f.ahead = monitoring_standing.ahead
      AND f.earlier = monitoring_standing.earlier AND f.waived = monitoring_standing.waived
      AND f.expected = monitoring_standing.expected AND f.held = monitoring_standing.held)
