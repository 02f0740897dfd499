"""Whatever anybody owes by a date: workplans, activities, tasks and their completion."""
