"""Faults of the machine in one line: a full disk, a folder that may not be written, too many open files."""

import errno
from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[int, str]] = {
    "en": {
        errno.ENOSPC: "the disk is full; make room and run the command again",
        errno.EDQUOT: "your share of the disk is used up; make room and run the command again",
        errno.EFBIG: "the system allows no larger file here; lift the limit and run the command again",
        errno.EACCES: "permission denied; see that you may read and write there",
        errno.EPERM: "permission denied; see that you may read and write there",
        errno.EROFS: "the folder can only be read; work on a copy that you may write to",
        errno.EMFILE: "too many open files; close other programs or raise the limit (ulimit -n)",
        errno.ENFILE: "too many open files; close other programs or raise the limit (ulimit -n)",
        errno.ENOENT: "it is gone; did somebody delete or move it meanwhile? Run the command again",
        errno.EIO: "the disk or the connection to it fails; see whether it is still there",
        errno.EEXIST: "a file stands where a folder must be; move it away",
        errno.ENOTDIR: "a file stands where a folder must be; move it away",
        errno.EISDIR: "a folder stands where a file must be; move it away",
        errno.ENAMETOOLONG: "the name is too long; move the course to a folder with a shorter path",
        errno.EBUSY: "another program uses it; close it and run the command again",
        errno.ECHILD: "the system ended a part of the work (not enough memory?); close other programs and run the command again",
        errno.ENOMEM: "there is not enough memory; close other programs and run the command again",
    },
    "es": {
        errno.ENOSPC: "el disco está lleno; libere espacio y repita la orden",
        errno.EDQUOT: "su cuota de disco está agotada; libere espacio y repita la orden",
        errno.EFBIG: "el sistema no permite aquí un archivo más grande; cambie el límite y repita la orden",
        errno.EACCES: "permiso denegado; vea si puede leer y escribir allí",
        errno.EPERM: "permiso denegado; vea si puede leer y escribir allí",
        errno.EROFS: "la carpeta es de solo lectura; trabaje en una copia en la que pueda escribir",
        errno.EMFILE: "hay demasiados archivos abiertos; cierre otros programas o suba el límite (ulimit -n)",
        errno.ENFILE: "hay demasiados archivos abiertos; cierre otros programas o suba el límite (ulimit -n)",
        errno.ENOENT: "ya no está; ¿alguien lo borró o lo movió mientras tanto? Repita la orden",
        errno.EIO: "falla el disco o la conexión con él; vea si todavía está disponible",
        errno.EEXIST: "hay un archivo donde tiene que estar una carpeta; póngalo en otro lugar",
        errno.ENOTDIR: "hay un archivo donde tiene que estar una carpeta; póngalo en otro lugar",
        errno.EISDIR: "hay una carpeta donde tiene que estar un archivo; póngala en otro lugar",
        errno.ENAMETOOLONG: "el nombre es demasiado largo; lleve el curso a una carpeta con una ruta más corta",
        errno.EBUSY: "otro programa lo está usando; ciérrelo y repita la orden",
        errno.ECHILD: "el sistema terminó una parte del trabajo (¿falta memoria?); cierre otros programas y repita la orden",
        errno.ENOMEM: "falta memoria; cierre otros programas y repita la orden",
    },
}


def machine_text(error: OSError | MemoryError, language: str) -> str:
    """What went wrong and what to do, in one line; the file first, where it is known."""
    if isinstance(error, MemoryError):
        return _WORDS[language][errno.ENOMEM]
    text = _WORDS[language].get(error.errno or 0) or " ".join(str(error.strerror or error).split())
    name = error.filename or error.filename2
    return f"{name}: {text}" if isinstance(name, str) and name else text
