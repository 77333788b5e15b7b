"""The words that a field's appearance shows. They should match the stored value, but some programs write only one of both."""

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from fontTools.agl import toUnicode

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_LARGEST = 200_000
"""The largest appearance, or table of a font's letters, in bytes."""
Decoder = Callable[[bytes], str | None]


class Shown:
    """Reads the appearances of fields, with the form's fonts."""

    def __init__(self, form: pikepdf.Object | None) -> None:
        is_form = isinstance(form, pikepdf.Dictionary)
        self.makes_anew = is_form and bool(form.get("/NeedAppearances", False))  # type: ignore[union-attr]
        resources = form.get("/DR") if is_form else None  # type: ignore[union-attr]
        self.resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        self.decoders: dict[tuple[int, int], Decoder] = {}

    def other_than(self, widget: pikepdf.Object, stored: str) -> str | None:
        """What the widget shows if that differs from the stored text; None if it doesn't, or if it can't be told."""
        looks = widget.get("/AP")
        picture = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
        if self.makes_anew or not isinstance(picture, pikepdf.Stream):
            return None
        words = self.words(picture)
        if words is None:
            return None
        seen, kept = _letters(words), _letters(stored)
        # Readers show only a part of a text that is too long for its field.
        is_part = bool(seen) and seen in kept and 2 * len(seen) >= len(kept)
        return None if seen == kept or is_part else " ".join(words.split())

    def words(self, picture: pikepdf.Stream) -> str | None:
        """The words of an appearance; None if it shows more than text, or uses a font that doesn't map to letters."""
        if unpacked(picture, _LARGEST) is None:
            return None
        font: Decoder = _latin
        found = []
        for instruction in pikepdf.parse_content_stream(picture):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "Tf":
                font = self.decoder(picture, str(operands[0]))
            elif operator in ("Tj", "'", '"', "TJ"):
                parts = list(operands[-1]) if operator == "TJ" else operands[-1:]
                text = [font(bytes(part)) for part in parts if isinstance(part, pikepdf.String)]
                if None in text:
                    return None
                found.append("".join(filter(None, text)))
            elif operator in ("Do", "BI"):
                return None
        return " ".join(found)

    def decoder(self, picture: pikepdf.Stream, name: str) -> Decoder:
        for resources in (picture.get("/Resources"), self.resources):
            fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
            font = fonts.get(name) if isinstance(fonts, pikepdf.Dictionary) else None
            if isinstance(font, pikepdf.Dictionary):
                if font.objgen == (0, 0):
                    return _of_font(font)
                if font.objgen not in self.decoders:
                    self.decoders[font.objgen] = _of_font(font)
                return self.decoders[font.objgen]
        return _latin


def unpacked(stream: pikepdf.Stream, most: int) -> bytes | None:
    """The content of a stream; None when longer than `most`, where possible without unpacking all of it."""
    if stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream:
        content = zlib.decompressobj().decompress(stream.read_raw_bytes(), most + 1)
    else:
        content = stream.read_bytes()
    return content if len(content) <= most else None


def _of_font(font: pikepdf.Object) -> Decoder:
    table, is_wide = font.get("/ToUnicode"), font.get("/Subtype") == "/Type0"
    if isinstance(table, pikepdf.Stream):
        letters = _of_table((unpacked(table, _LARGEST) or b"").decode("latin-1"))
        return lambda content: _mapped(content, letters, 2 if is_wide else 1)
    if is_wide:
        return lambda _: None
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Dictionary):
        return _latin
    differing, code = {}, 0
    for one in encoding.get("/Differences", pikepdf.Array()).as_list():
        if isinstance(one, int):
            code = one
        else:
            differing[code] = toUnicode(str(one)[1:])
            code += 1
    return lambda content: "".join(differing.get(byte) or _latin(bytes([byte])) for byte in content)


def _of_table(text: str) -> dict[int, str]:
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        letters.update({int(code, 16): _utf16(found) for code, found in _PAIR.findall(block)})
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, found in _RANGE.findall(block):
            begin, start = int(first, 16), int(found, 16)
            for step in range(min(int(last, 16) - begin, 0xFFFF) + 1):
                letters[begin + step] = _utf16(f"{start + step:0{len(found)}x}")
    return letters


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2)).decode("utf-16-be", "ignore")


def _mapped(content: bytes, letters: Mapping[int, str], width: int) -> str:
    codes = (int.from_bytes(content[place : place + width], "big") for place in range(0, len(content), width))
    return "".join(letters.get(code, "") for code in codes)


def _latin(content: bytes) -> str:
    return content.decode("cp1252", "ignore")


def _letters(text: str) -> str:
    """Lower-case ASCII letters and digits without accents: line breaks and other signs don't count in comparisons."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
