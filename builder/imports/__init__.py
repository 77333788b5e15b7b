"""Turns other people's material into files of a course, with a report of what was kept, changed and lost.

Each kind of import is a function `read_<kind>(sources, wishes) -> Draft` in its own file (`kinds.py` lists them). It
runs in a child process with limits, writes nothing, and reads only its sources. Its `Draft` holds files by their path
below the target, and notes. All kinds read into the parts of `tree`; only `write` knows our Markdown.
"""
