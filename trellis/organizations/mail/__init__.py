"""Who may look at mail and mend addresses, and what their pages show."""
