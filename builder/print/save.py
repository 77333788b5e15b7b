"""Writes PDFs to disk."""

from io import BytesIO
from pathlib import Path

import pikepdf


def save_pdf(document: pikepdf.Pdf, target: Path, *, recompress: bool = True) -> None:
    """Writes the same bytes twice. Raises OSError, on a full disk too: there the library ends the process when it writes itself."""
    content = BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    document.save(content, object_stream_mode=packed, deterministic_id=True, recompress_flate=recompress)
    target.write_bytes(content.getbuffer())
