"""Files -> the frozen course, each value with the line it came from."""
