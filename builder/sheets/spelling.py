"""Names in a broken encoding, and text that is no name at all."""

import re
import unicodedata

_READINGS = ("cp1252", "latin-1", "mac_roman", "cp850", "cp437")
"""Encodings as which UTF-8 is read by mistake."""
_STRANGE = re.compile(r"[^\x00-\x7f]{2,}")
_NEVER = re.compile(
    r"[\ufffd\x80-\x9f]"
    r"|&(?:#\d+|#x[0-9a-f]+|[a-z]+(?:acute|tilde|uml|grave|cedil));"  # HTML
    r"|%C3%[89AB][0-9A-F]|=C3=[89AB][0-9A-F]|=[EF][0-9A-F](?=\w)|\\u00[c-f][0-9a-f]|\\x[c-f][0-9a-f]",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[^\W\d_][†‡‚„‰˜¤¦¢£¥¡¿√∫≠≤≥∞∂∆◊¬«¸├┬│┤╡╢╣║╗╝░▒▓⌐╬§¶]"  # a letter that another system wrote with this byte
    r"|[^\W\d_][—–](?=[a-zß-ÿ])|[a-zß-ÿ](?:’(?=[a-zß-ÿ])|[—–Ÿƒ](?:\s|$)|[ŽÃ]|[ÈÌÛÒ](?![A-Z]))"
    r"|[a-km-z]·|[^\W\d_]˙|[aeiou]œ|œ[lns]\b"
)
_NO_PLACE = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
"""What programs write for a letter that their encoding lacks."""
_BLANK_INSIDE = re.compile(r"[^\W\d_]\xa0(?=[a-z])")
_NOBODY = re.compile(
    r"(?:n/?a|n\.\s?a\.?|n/?d|s/?[nd]|none|null|nil|nan|undefined|unknown|true|false|verdadero|falso|ningun[oa]?|nadie|nobody|"
    r"vacante|vacant|vaci[oa]|empty|blank|en blanco|sin nombre|no name|no aplica|not applicable|not available|no disponible|"
    r"pendiente|pending|por (?:definir|confirmar|asignar)|tb[adc]|to be (?:confirmed|defined|announced)|test|prueba|ejemplo|example|"
    r"x{1,5}|idem|ditto|cancelad[oa]|cancelled|anulad[oa]|etc|ref|error|"
    r"(?:sub\s?-?|gran |grand )?total(?:es|s)?(?: (?:general|de|of|participant|asistent|person|hombres|mujeres|men|women).*)?|suma|sum|cantidad|count|cuenta|promedio|average|recuento|"
    r"(?:lista|list) .*|fin|end)\.?"
)
_LABEL = re.compile(
    r"(?:firmas?|signatures?|signed|fecha|date|lugar|place|sello|stamp|vo\.? ?bo|elaborad[oa]|preparad[oa]|revisad[oa]|aprobad[oa]|"
    r"autorizad[oa]|responsable|prepared|approved|reviewed|facilitador(?:a|es|as)?|trainers?|participant(?:e|es|s)?|observaci(?:on|ones)|"
    r"notas?|notes?|pagina|page|hoja|sheet|grupo|group|mesa|equipo|team|empresa|company|organizacion|organisation|organization)"
    r"(?:\s+(?:de|del|of|by|por|y|and|la|el|the)\b.*|\s+\w)?"
)
_SIGNS = re.compile(
    r"\S@\S+\.\S|^@\S+$|://|^www\.|__|\.{4}|…|[:=＝]|^#[¡¿]|^#(?-i:[A-Z])|^#n/?[ad]|^#\S*[!?]$|^\W*[-–—]{2}|^\W*[A-Za-z]\W*$|\s[/&+]\s|;",
    re.IGNORECASE,
)
"""Addresses, lines to write on, labels, errors of formulas, a single letter, two people in one cell."""


def is_misread(text: str) -> bool:
    """Whether text in a legacy encoding holds characters that are really letters of another one."""
    return bool(_INSIDE.search(text) or _BLANK_INSIDE.search(text))


def is_broken(text: str) -> bool:
    """Whether text was written in one encoding and read in another, which saving it again doesn't repair."""
    return bool(_NEVER.search(text)) or any(_was_utf8(match[0]) for match in _STRANGE.finditer(text))


def is_broken_name(name: str) -> bool:
    """The same, or has characters within a word that a firm's name may have, but no person's."""
    return is_broken(name) or bool(_INSIDE.search(name) or (_NO_PLACE.search(name) and not name.startswith("#")))


def is_nobody(name: str) -> bool:
    """Whether this is no person but something else in lists: totals, signature lines, placeholders, dates, addresses."""
    plain = folded(name) if len(name) > 3 else name.casefold()  # Ña is a name
    return (
        not any(letter.isalpha() for letter in name)
        or any(letter.isdigit() for letter in name)
        or bool(_SIGNS.search(name) or _NOBODY.fullmatch(plain) or _LABEL.fullmatch(plain))
    )


def folded(text: str) -> str:
    """The text in lower case without accents, with one space between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _was_utf8(run: str) -> bool:
    """Whether these characters include the UTF-8 bytes of a Western European letter, misread."""
    for reading in _READINGS:
        for start in range(len(run) - 1):
            for length in (2, 3):
                try:
                    letter = run[start : start + length].encode(reading).decode("utf-8")
                except UnicodeError:
                    continue
                if len(letter) == 1 and ("\u00a0" <= letter <= "\u024f" or "\u2010" <= letter <= "\u203a"):
                    return True
    return False
