"""The course -> the edition for one audience in one language, and what is decided once for all outputs."""
