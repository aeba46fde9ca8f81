"""The window: everything that imports Qt. It holds no figures and no rules; those are `model`'s."""
