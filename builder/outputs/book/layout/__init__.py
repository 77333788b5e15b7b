"""Checks of finished pages, and the plan that improves them."""
