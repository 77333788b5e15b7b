"""The second print engine."""
