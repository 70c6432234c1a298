"""The day on which each token was last used, in the file `TOKENS.used` beside the tokens file. Each line is `DAY NAME`."""

import asyncio
import fcntl
import logging
import os
from datetime import date
from pathlib import Path

from graph_service.access.token_file import MAX_SIZE, lock, rewrite

logger = logging.getLogger(__name__)


class TokenUsage:
    """Writes the days, once a day for each token. Several workers may write the same file."""

    def __init__(self, tokens: Path) -> None:
        self._file = usage_file(tokens)
        self._noted: dict[str, date] = {}
        self._warned = False

    def note(self, name: str, day: date) -> None:
        """Writes in a thread that the token was used on this day, unless this process has done so already."""
        if self._noted.get(name) != day:
            self._noted[name] = day
            asyncio.get_running_loop().run_in_executor(None, self._write, name, day)

    def _write(self, name: str, day: date) -> None:
        try:
            write_use(self._file, name, day)
        except (OSError, ValueError) as error:
            if not self._warned:
                logger.warning("The last use of tokens cannot be written to %s: %s", self._file, error)
            self._warned = True


def usage_file(tokens: Path) -> Path:
    """The file that belongs to a tokens file."""
    return tokens.with_name(f"{tokens.name}.used")


def write_use(file: Path, name: str, day: date) -> None:
    """Sets the day of a token, unless it is set to this day or a later one. Raises OSError, or ValueError if the file is invalid."""
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as opened:
        lock(opened, fcntl.LOCK_EX)
        days = _parse(opened.read(MAX_SIZE))
        if name not in days or days[name] < day:
            rewrite(opened, "".join(f"{used} {each}\n" for each, used in (days | {name: day}).items()))


def read_uses(file: Path) -> dict[str, date]:
    """The last day of each token by name; empty if there is no file. Raises OSError, or ValueError if it is invalid."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8") as opened:
        lock(opened, fcntl.LOCK_SH)
        return _parse(opened.read(MAX_SIZE))


def _parse(text: str) -> dict[str, date]:
    pairs = (line.split(" ", 1) for line in text.splitlines())
    return {name: date.fromisoformat(day) for day, name in pairs}
