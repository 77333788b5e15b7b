"""Spreadsheets of people who did not ask us how: read with all their habits, and written so that no cell becomes a formula."""
