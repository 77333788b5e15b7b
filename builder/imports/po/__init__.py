"""Translation by PO and XLIFF: exports a course's texts for translators' programs and imports them.

`marks` puts placeholders for what translators must not touch, `cut` finds the texts of a page, `tables` those of a YAML
file, `sources` all of a course. `memory` finds existing translations; `pofile` and `xliff` write and read; `checked`
judges a translation; `bring` makes the course's files. File names in a translator's folder don't matter: each message's
context says where it belongs, and only places that the course has are ever written.
"""
