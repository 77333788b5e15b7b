"""Zip archives: the same bytes twice, names as they are."""

import zipfile

from builder.package.archive import write_archive

FILES = {"b.txt": "año".encode(), "Fotos de año/ñandú (1).png": b"\x89PNG", "mimetype": b"application/epub+zip"}


def test_the_order_of_files_does_not_matter(tmp_path):
    write_archive(tmp_path / "one.zip", FILES, first="mimetype")
    write_archive(tmp_path / "two.zip", dict(reversed(FILES.items())), first="mimetype")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_first_leads_uncompressed_and_names_keep_their_letters(tmp_path):
    write_archive(tmp_path / "one.zip", FILES, first="mimetype")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
        assert archive.namelist()[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert (tmp_path / "one.zip").read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
