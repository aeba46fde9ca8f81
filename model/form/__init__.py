"""What the form is: sections, tables, rows, columns, sums and checks, read from data files."""
