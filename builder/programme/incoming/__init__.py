"""Files that people bring -> rows of the record: read, understood, compared with what is there, taken in whole or not at all."""
