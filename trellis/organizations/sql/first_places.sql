INSERT INTO organizations_placement (organization_id, parent_id, starts)
SELECT one.id, one.parent_id, %s
FROM organizations_stagedorganization AS staged
JOIN organizations_organization AS one ON one.code = staged.code
WHERE staged.source_id = %s AND staged.change = 'added' AND one.parent_id IS NOT NULL
