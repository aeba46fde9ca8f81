"""How reports come in and go out: open, save, recover, import, export, print."""
