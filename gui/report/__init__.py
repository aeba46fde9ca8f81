"""The open report on the screen: the document that changes it, a tab a section, tables and text."""
