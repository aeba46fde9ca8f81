"""What a report says: a draft, the numbers people type, its evaluation, and the findings in words."""
