"""How much fits on a slide that is read from eight metres away while somebody is speaking."""

WORDS = 80
"""On a slide."""
INSTRUCTIONS = 90
"""Words on a slide with the steps of an activity: people look at it while they work."""
POINTS = 6
"""Lines of a list on a slide."""
STEP = 60
"""Words of a step of an activity: it is never cut in two."""
COLUMNS = 4
"""Of a table."""
KEY = 26
"""Words of a sentence that says what a paragraph is about; longer ones are cut where they pause."""
