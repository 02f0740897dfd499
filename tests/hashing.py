"""Passwords of the tests: hashed as in the product, with the least work that Argon2 can do."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeastWork(Argon2PasswordHasher):
    """The product's hash takes a third of a second of computing; the invented are not worth it."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
