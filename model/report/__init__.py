"""What was typed: a report and its edits, numbers as people type them, texts as they are printed, and totals."""
