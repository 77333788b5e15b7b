"""Checks of files for download. They come from strangers: nothing is unpacked to disk, nothing is run."""
