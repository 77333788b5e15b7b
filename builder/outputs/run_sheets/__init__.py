"""Run sheets: what a trainer holds while teaching, one page per session."""
