"""The six-month tracker as a spreadsheet: of one firm, and of a coach's group."""
