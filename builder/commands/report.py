"""What a build says beside its rows, in the language of the person who started it."""

OLD_DIST = {
    "en": "nothing was published: dist/ is as the last build left it, and what was hidden since then still shows there. "
    "Don't give it to anybody before a build succeeds.",
    "es": "no se publicó nada: dist/ está como la dejó la última construcción, y lo que se ocultó desde entonces todavía "
    "se ve allí. No la entregue a nadie antes de que una construcción termine bien.",
}  # fmt: skip
STATES = {
    "en": {
        "again": "made although it wasn't asked for, since it no longer fitted the text, or nobody knew whether it did",
        "gone": "taken away, since the course no longer has it or nobody knows what it was made from",
        "stale": "no longer fits the text; only trainers see it. Run taller build to bring it up to date",
        "yours": "not written by the builder and left alone",
    },
    "es": {
        "again": "se hizo aunque no se pidió, porque ya no correspondía al texto, o no se sabía si correspondía",
        "gone": "se quitó, porque el curso ya no lo tiene o no se sabe de qué se hizo",
        "stale": "ya no corresponde al texto; solo lo ven quienes facilitan. Actualícelo con taller build",
        "yours": "no lo escribió el programa y se dejó como está",
    },
}
"""What the words in front of the rows mean, where it isn't plain."""
PDFKIT_LACKS = {
    "en": "pdfkit makes books without fillable fields, tags (PDF/UA), footnotes on their page, running heads and margin notes",
    "es": "pdfkit hace libros sin campos rellenables, etiquetas (PDF/UA), notas al pie en su página, títulos de página ni notas al margen",
}
"""What the second engine can't do, said at every build with it."""
