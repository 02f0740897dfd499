UPDATE organizations_organization AS one
SET
    district_id = CASE WHEN above.level = 'district' THEN above.id ELSE above.district_id END,
    office_id = CASE WHEN above.level = 'office' THEN above.id ELSE above.office_id END,
    state_id = CASE WHEN above.level = 'state' THEN above.id ELSE above.state_id END
FROM organizations_organization AS above
WHERE above.id = one.parent_id AND (
    one.district_id IS DISTINCT FROM
        CASE WHEN above.level = 'district' THEN above.id ELSE above.district_id END
    OR one.office_id IS DISTINCT FROM
        CASE WHEN above.level = 'office' THEN above.id ELSE above.office_id END
    OR one.state_id IS DISTINCT FROM
        CASE WHEN above.level = 'state' THEN above.id ELSE above.state_id END
)
