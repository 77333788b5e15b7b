"""The checks of finished pages."""
