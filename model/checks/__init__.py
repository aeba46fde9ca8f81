"""What is to be said of a report: one list of checks, their findings as data and in words."""
