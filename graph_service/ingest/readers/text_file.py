"""A text file that is read line by line or in blocks, from any line on and more than once."""

import io
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, TextIO


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with the encoding that was found. Line ends stay as they are."""

    open_binary: Callable[[], BinaryIO]
    encoding: str
    errors: str

    @contextmanager
    def open(self) -> Generator[TextIO]:
        """The text from its beginning."""
        with self.open_binary() as file, io.TextIOWrapper(file, self.encoding, self.errors, newline="") as text:
            yield text

    def read(self, size: int) -> str:
        """The first characters."""
        with self.open() as text:
            return text.read(size)

    def lines(self, skip: int = 0) -> Iterator[str]:
        """The lines after the first ones."""
        with self.open() as text:
            yield from islice(text, skip, None)
