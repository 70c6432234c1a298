"""Reads text files of any size in blocks, and finds the first line that is not UTF-8."""

from collections.abc import Iterator
from typing import BinaryIO

BLOCK_SIZE = 1 << 20  # bytes


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file in blocks of whole lines, so that no block ends inside a character."""
    file.seek(0)
    while lines := file.readlines(BLOCK_SIZE):
        yield b"".join(lines)


def first_invalid_line(file: BinaryIO) -> int:
    """The first line that is not UTF-8; 0 if there is none."""
    lines = 0
    for block in blocks(file):
        try:
            block.decode()
        except UnicodeDecodeError as error:
            return lines + block.count(b"\n", 0, error.start) + 1
        lines += block.count(b"\n")
    return 0
