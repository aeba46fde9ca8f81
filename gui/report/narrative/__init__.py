"""Writing the report's text: an editor in official manners, find and replace, and last year's text beside it."""
