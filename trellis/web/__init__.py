"""Settings, the URL table, the policy table and the shell of every page."""
