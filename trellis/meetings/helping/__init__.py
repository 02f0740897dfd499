"""Help one to one: asked for by a school, answered, logged with its kind and minutes."""
