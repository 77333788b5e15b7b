"""Cue cards: each day of a programme on one sheet to fold, and its calendar."""
