"""The report as blocks - title, headings, paragraphs, tables, closing - for every kind of output."""
