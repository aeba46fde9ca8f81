"""The proof that no draft is lost: faults put into the real program, and what must hold after each.

`python -m tests.faults --long` runs everything at length and prints the figures; the tests here are the quick part.
"""
