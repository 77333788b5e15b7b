"""Other people's material -> files of a course, with a report of what was kept, changed and lost.

A kind of import is a function `read_<kind>(sources, wishes) -> Draft` in a file of its own (`kinds.py` lists them). It runs in a
child process with limits, writes nothing, and reads nothing but its sources. What it makes is a `Draft`: files by their place
below the target, and notes. `tree` is what all kinds read into, `write` the only file that knows our Markdown.
"""
