"""The six-month tracker as a spreadsheet: for one firm, and for a coach's group."""
