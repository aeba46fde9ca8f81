"""The form's tables on the screen, as the official form prints them and with a spreadsheet's keys."""
