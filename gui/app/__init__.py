"""The application around the window: start, settings, workers, and the last moment before the end."""
