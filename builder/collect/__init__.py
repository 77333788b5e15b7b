"""Filled-in forms -> one table."""
