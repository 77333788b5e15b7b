"""Taller: compiles one set of Markdown files into everything that a train-the-trainer programme hands out."""

__version__ = "0.1.0"
