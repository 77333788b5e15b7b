"""Writes PDFs to disk."""

from io import BytesIO
from pathlib import Path

import pikepdf


def save_pdf(document: pikepdf.Pdf, target: Path, *, recompress: bool = True) -> None:
    """Writes the same bytes each time. Raises OSError even on a full disk, where the library would crash if it wrote the file."""
    content = BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    document.save(content, object_stream_mode=packed, deterministic_id=True, recompress_flate=recompress)
    target.write_bytes(content.getbuffer())
