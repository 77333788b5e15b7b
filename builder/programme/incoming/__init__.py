"""Imports people's files into the record: read, compared with existing rows, and stored as a whole or not at all."""
