"""Reading files of organizations and people: what they say, and what that would change."""
