"""Worksheets, forms and tests as DOCX, for people who want to edit them."""
