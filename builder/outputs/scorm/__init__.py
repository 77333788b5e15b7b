"""SCORM packages for learning platforms: one for each module and one for the course, in each language."""
