"""Translation by PO and XLIFF: the texts of a course -> files for translators' programs, and back.

`marks` hides what a translator must not touch behind placeholders, `cut` finds the texts of a page, `tables` those of a YAML file,
`sources` all of a course. `memory` says what is translated already; `pofile` and `xliff` write and read; `checked` judges a
translation; `bring` makes the files of the course. Nothing here knows the names of files in a translator's folder: each message
says by its context where it belongs, and only places that the course has are ever written.
"""
