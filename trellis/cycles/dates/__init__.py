"""This year's dates: what the program says, what people set, and the steps that go by them."""
