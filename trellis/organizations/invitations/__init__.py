"""How people get in: invitations, asking for a role, and the page of the first sign-in."""
