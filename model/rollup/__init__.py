"""Many reports: reading them, who has sent what, the consolidated report, and what goes back to the units."""
