"""Slides: each module's deck as PDF, as a handout to print, and as PPTX."""
