INSERT INTO organizations_organization (
    code, kind, level, name, sort_name, parent_id, district_id, office_id, state_id,
    region, county, city, grades, nces
)
SELECT
    staged.code, staged.kind, staged.level, staged.name, staged.sort_name, above.id,
    CASE WHEN above.level = 'district' THEN above.id ELSE above.district_id END,
    CASE WHEN above.level = 'office' THEN above.id ELSE above.office_id END,
    CASE WHEN above.level = 'state' THEN above.id ELSE above.state_id END,
    staged.region, staged.county, staged.city, staged.grades, staged.nces
FROM organizations_stagedorganization AS staged
LEFT JOIN organizations_organization AS above ON above.code = staged.parent_code
WHERE staged.source_id = %s AND staged.change <> 'closed' AND staged.level = %s
ORDER BY staged.id
ON CONFLICT (code) DO UPDATE SET {updates}
