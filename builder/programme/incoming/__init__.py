"""Files that people bring -> rows of the record: read, compared with what is there, imported whole or not at all."""
