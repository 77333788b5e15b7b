"""MkDocs in a process of its own: `python -m builder.outputs.site.child PARENT CONFIG TARGET`.

PARENT: a file with the parent's languages of the course, and where it keeps rendered pages.
"""

import logging
import pickle
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from builder.edition import kept
from builder.outputs.site.kept_pages import KeptPages
from builder.outputs.site.quick import quicken
from builder.words.packs import use

if __name__ == "__main__":
    parent, settings, target = sys.argv[1:]
    packs, store = pickle.loads(Path(parent).read_bytes())  # noqa: S301 - the process that began this one wrote it
    use(packs)
    kept.use(*(store or (None, "")))
    logging.basicConfig(format="%(levelname)-8s-  %(message)s")
    config = load_config(config_file=settings, site_dir=target, strict=True)
    quicken(config.theme)
    config.plugins.on_startup(command="build", dirty=False)
    pages = KeptPages()
    if store:
        config.plugins["taller-kept"] = pages
    build(config)
    pages.keep()
