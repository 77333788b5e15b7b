"""How much fits on a slide that is read from eight metres away while somebody is speaking."""

WORDS = 80
"""Words on a slide."""
INSTRUCTIONS = 90
"""Words on a slide with the steps of an activity: people look at it while they work."""
POINTS = 6
"""Lines of a list on a slide."""
STEP = 60
"""Words of a step of an activity, which is never split between slides."""
COLUMNS = 4
"""Columns of a table."""
KEY = 26
"""Words of the sentence that sums up a paragraph; longer ones are cut at a pause."""
