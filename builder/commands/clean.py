"""`taller clean`: removes the builder's working folder."""

import shutil

from builder.commands.spoken import At, at, command


@command("clean", "taller clean")
@at
def clean(here: At) -> None:
    from builder.build.lock import only_one
    from builder.build.publish import Places, recover

    places = Places(here.root)
    with only_one(places.work / "lock"):
        recover(places)
        shutil.rmtree(places.work, ignore_errors=True)
