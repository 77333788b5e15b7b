"""Slides: each module's deck as PDF, to print, and as PPTX."""
