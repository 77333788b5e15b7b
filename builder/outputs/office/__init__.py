"""Worksheets, forms and tests as DOCX, for people who edit."""
