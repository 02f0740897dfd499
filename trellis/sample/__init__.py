"""The sample state: invented districts, schools, people and progress, for trying and teaching."""
