"""Finds the encoding of a text file: byte order marks, UTF-8, UTF-16 and Windows-1252."""

import codecs
import io
import re
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from graph_service.errors import InvalidInput
from graph_service.ingest.text_blocks import blocks, first_invalid_line

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
class Encoding:
    """How a text file is decoded. `note` says so where the file does not say it itself, with the first `line` in question."""

    name: str
    errors: str = "replace"
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. `note` says how it was read where the file does not say it itself."""

    text: str
    note: str = ""
    line: int = 0


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a text file (see find_encoding)."""
    found = find_encoding(io.BytesIO(data), encoding)
    return Decoded(data.decode(found.name, found.errors), found.note, found.line)


def find_encoding(file: BinaryIO, encoding: str | None = None) -> Encoding:
    """Finds the encoding of a text file, which is read in blocks. Without a byte order mark it is UTF-8 if it can be, otherwise Windows-1252, and
    a note shows the first line in question.

    A file in UTF-8 with a few invalid bytes keeps them as lone surrogates, which are refused with their rows. `encoding` decides instead;
    raises InvalidInput if there is no such encoding.
    """
    if encoding is not None:
        return _given(encoding)
    sample = file.read(SAMPLE)
    for mark, name in MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    if name := _unmarked_utf_16(sample):
        return Encoding(name, note=f"read as {name.upper()}")
    if not (line := first_invalid_line(file)):
        return Encoding("utf-8", "strict")
    multibyte = sum(len(MULTIBYTE.findall(block)) for block in blocks(file))
    if multibyte and multibyte >= sum(map(_invalid_bytes, blocks(file))):
        return Encoding("utf-8", "surrogateescape", "UTF-8, but some bytes are not; their rows are refused", line)
    note = f"not UTF-8: read as Windows-1252 (--encoding names another one). Line {line} reads: {_excerpt(file, line)}"
    return Encoding("cp1252", note=note, line=line)


def _given(encoding: str) -> Encoding:
    try:
        b"a".decode(encoding, errors="replace")
    except LookupError as error:
        raise InvalidInput(f"--encoding is {encoding!r}, which is not an encoding. Use a name such as utf-8, cp1252 or cp1250.") from error
    return Encoding(encoding)


def _unmarked_utf_16(sample: bytes) -> str | None:
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(zeros) >= 4 and zeros.count(0) > 0.7 * len(zeros):
            return name
    return None


def _invalid_bytes(data: bytes) -> int:
    return sum("\udc80" <= character <= "\udcff" for character in data.decode("utf-8", errors="surrogateescape"))


def _excerpt(file: BinaryIO, line: int) -> str:
    file.seek(0)
    content = next(islice(file, line - 1, None), b"").decode("cp1252", errors="replace").strip()
    found = NOT_ASCII.search(content)
    start = max(0, found.start() - 30) if found else 0
    return repr(content[start : start + 60])
