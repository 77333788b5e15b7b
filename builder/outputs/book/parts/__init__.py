"""The parts of a book, in the order of its pages."""
