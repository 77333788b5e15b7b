"""The course -> what one audience gets in one language, and what is decided about it once."""
