"""Dialogs that belong to no file: new report, finishing, settings, help, about."""
