"""Teams of an organization: who is on them, what they agreed on, what they look at each week."""
