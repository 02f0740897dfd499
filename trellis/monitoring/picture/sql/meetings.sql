UNION ALL
SELECT CAST({meeting_key} AS VARCHAR(130)), 0, 0, 0, 0, 0, 0, 0, SUM(k.per_month), 0
{expected}
GROUP BY CAST({meeting_key} AS VARCHAR(130))
UNION ALL
SELECT CAST({meeting_key} AS VARCHAR(130)), 0, 0, 0, 0, 0, 0, 0, 0, COUNT(*)
{held}
GROUP BY CAST({meeting_key} AS VARCHAR(130))
