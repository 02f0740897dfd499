"""When somebody is reminded and of what: computed from tasks on the day, never queued ahead."""
