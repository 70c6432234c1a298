"""Finds the encoding of a text file: byte order marks, UTF-8, UTF-16 and Windows-1252."""

import codecs
import re
from dataclasses import dataclass

from graph_service.errors import InvalidInput

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 4_096  # bytes that show whether every second one is NUL
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. `note` says how it was read where the file does not say it itself."""

    text: str
    note: str = ""
    line: int = 0


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a text file. Without a byte order mark it is UTF-8 if it can be, otherwise Windows-1252, and a note shows the first line in question.

    A file in UTF-8 with a few invalid bytes keeps them as lone surrogates, which are refused with their rows. `encoding` decides instead;
    raises InvalidInput if there is no such encoding.
    """
    if encoding is not None:
        return _decode_as(data, encoding)
    for mark, name in MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace"))
    if name := _unmarked_utf_16(data):
        return Decoded(data.decode(name, errors="replace"), f"read as {name.upper()}")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if MULTIBYTE.search(data) and len(MULTIBYTE.findall(data)) >= _invalid_bytes(data):
        return Decoded(data.decode("utf-8", errors="surrogateescape"), "UTF-8, but some bytes are not; their rows are refused", line)
    text = data.decode("cp1252", errors="replace")
    return Decoded(text, f"not UTF-8: read as Windows-1252 (--encoding names another one). Line {line} reads: {_excerpt(text, line)}", line)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding, errors="replace"))
    except LookupError as error:
        raise InvalidInput(f"--encoding is {encoding!r}, which is not an encoding. Use a name such as utf-8, cp1252 or cp1250.") from error


def _unmarked_utf_16(data: bytes) -> str | None:
    sample = data[:SAMPLE]
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(zeros) >= 4 and zeros.count(0) > 0.7 * len(zeros):
            return name
    return None


def _invalid_bytes(data: bytes) -> int:
    return sum("\udc80" <= character <= "\udcff" for character in data.decode("utf-8", errors="surrogateescape"))


def _excerpt(text: str, line: int) -> str:
    lines = text.split("\n", line)
    content = lines[line - 1].strip() if len(lines) >= line else ""
    found = NOT_ASCII.search(content)
    start = max(0, found.start() - 30) if found else 0
    return repr(content[start : start + 60])
