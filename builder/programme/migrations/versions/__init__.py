"""Each file knows the one before it."""
