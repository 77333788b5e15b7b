"""Workbooks and case stories as EPUB, and a catalogue of them."""
