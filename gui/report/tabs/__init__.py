"""The pages of the tabs: one a section, and one for title and opening paragraph."""
