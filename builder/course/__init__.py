"""Files -> the frozen course, each value with the line that it came from."""
