"""Events: what people come to on a day, who has a place, and who waits for one."""
