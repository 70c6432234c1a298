"""The tokens file: who has access. It stores digests, so that reading the file does not give access.

Each line is `ROLE NAME DIGEST`: a role, the name of the person or program, and the SHA-256 of the token in hexadecimal. `person=ID` (an id in
the graph, percent-encoded), `expires=DAY` (the last day on which the token works, in UTC) and `created=DAY` may follow. Lines that start with #
are comments. Tokens are long and random, so a plain digest is enough; a password would need a slow one.

The file is changed in place, under an exclusive lock, because containers that mount it do not notice when it is replaced.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote, unquote

from graph_service.callers import Caller, Role
from graph_service.errors import Conflict, InvalidInput, NotFound

MAX_SIZE: Final = 1_000_000  # bytes of the file
READ_LIMIT: Final = MAX_SIZE + 1
VARIABLE: Final = "GRAPH_SERVICE_TOKENS_FILE"
NAME: Final = re.compile(r"\S{1,100}")
LINE: Final = re.compile(r"(\w+)\s+(\S+)\s+([0-9a-f]{64})((?:\s+(?:person|expires|created)=\S+)*)")
LINE_FORMAT: Final = (
    f"A line is ROLE NAME DIGEST: one of {', '.join(map(str, Role))}; a name; the SHA-256 of the token as 64 hexadecimal digits. "
    "person=ID, expires=YYYY-MM-DD and created=YYYY-MM-DD may follow"
)
NO_TOKENS: Final = "# All tokens were revoked.\n"
ROLES: Final = {str(role): role for role in Role}


@dataclass(frozen=True, slots=True)
class Token:
    """A line of the file. expires: the last day on which the token works."""

    role: Role
    name: str
    digest: str
    person: str | None = None
    expires: date | None = None
    created: date | None = None

    @property
    def caller(self) -> Caller:
        """Who sends a request with this token."""
        return Caller(f"token:{self.name}", self.name, self.person, self.role)

    def is_expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.expires is not None and self.expires < today

    @property
    def line(self) -> str:
        """The token as a line of the file."""
        optional = {"person": self.person and quote(self.person, safe=""), "expires": self.expires, "created": self.created}
        return " ".join([str(self.role), self.name, self.digest, *(f"{name}={value}" for name, value in optional.items() if value)])


def create_token(
    role: Role, name: str, person: str | None = None, expires: date | None = None, created: date | None = None
) -> tuple[str, Token]:
    """A new token as text and as a line of the file. Raises InvalidInput when the name contains spaces or is too long."""
    if not (NAME.fullmatch(name) and name.isprintable()):
        raise InvalidInput(f"The name {name[:200]!r} must be one word of at most 100 characters, like maria or grafana.", field="name")
    secret = secrets.token_urlsafe(32)
    return secret, Token(role, name, digest_of(secret), person, expires, created)


def digest_of(secret: str) -> str:
    """What the file stores of a token."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def read_tokens(file: Path) -> Sequence[Token]:
    """The tokens in the file. InvalidInput names the file, the line and the expected format; also when the file contains no token."""
    tokens = parse_tokens(file, read_tokens_file(file))
    if not tokens:
        raise InvalidInput(
            f"The tokens file {file} contains no token. Add one: graph-service token create NAME --role ROLE.", field=VARIABLE
        )
    return tokens


def read_tokens_file(file: Path) -> str:
    """The text of the file. Raises InvalidInput if it cannot be read or is too large. Does not wait for a process that changes it."""
    try:
        with file.open("rb") as opened:
            lock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
            content = opened.read(READ_LIMIT)
        if len(content) > MAX_SIZE:
            raise InvalidInput(f"The tokens file {file} is larger than {MAX_SIZE:,} bytes.", field=VARIABLE)
        return content.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The tokens file {file} cannot be read: {error}.", field=VARIABLE) from error


def parse_tokens(file: Path, text: str) -> Sequence[Token]:
    """The tokens in the text of the file. Raises InvalidInput."""
    return [_parse(file, number, line) for number, line in enumerate(text.splitlines(), 1) if _is_token(line)]


def _is_token(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parse(file: Path, number: int, line: str) -> Token:
    match = LINE.fullmatch(line.strip())
    role = ROLES.get(match[1]) if match else None
    try:
        if match is not None and role is not None:
            optional = dict(part.split("=", 1) for part in match[4].split())
            days = {name: date.fromisoformat(optional[name]) for name in ("expires", "created") if name in optional}
            return Token(role, match[2], match[3], unquote(optional["person"]) if "person" in optional else None, **days)
    except ValueError:
        pass
    raise InvalidInput(f"{file}, line {number}: {LINE_FORMAT}.", field=VARIABLE)  # without the line itself: it may contain a token


def add_token(file: Path, token: Token) -> None:
    """Adds a line to the file, which is created if there is none. Raises Conflict if a token has this name already."""
    with _changing(file, os.O_CREAT) as opened:
        text = opened.read()
        if any(other.name == token.name for other in parse_tokens(file, text)):
            raise Conflict(f"There is a token {token.name!r} already. Revoke it first, or choose another name.", field="name")
        opened.write(f"{'' if not text or text.endswith(chr(10)) else chr(10)}{token.line}\n")


def revoke_token(file: Path, name: str) -> None:
    """Removes the lines with this name from the file. Raises NotFound if there is none."""
    with _changing(file) as opened:
        text = opened.read()
        tokens = parse_tokens(file, text)
        if not any(token.name == name for token in tokens):
            raise NotFound(f"There is no token {name[:200]!r}. `graph-service token list` shows all.", field="name")
        rest = [line for line in text.splitlines(keepends=True) if not (_is_token(line) and line.split()[1] == name)]
        rewrite(opened, "".join(rest) if len({token.name for token in tokens}) > 1 else "".join(rest) + NO_TOKENS)


@contextmanager
def _changing(file: Path, flags: int = 0) -> "Generator[IO[str]]":
    """The file, locked for a change. Nobody else can read a new file. Raises InvalidInput if it cannot be written."""
    try:
        with os.fdopen(os.open(file, os.O_RDWR | flags, 0o600), "r+", encoding="utf-8") as opened:
            lock(opened, fcntl.LOCK_EX)
            yield opened
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file} cannot be written: {getattr(error, 'strerror', error)}.", field=VARIABLE) from error


def lock(file: IO[Any], kind: int) -> None:
    """Locks the file until it is closed. Where that fails, as on file systems without locks, the file is used without one."""
    try:
        fcntl.flock(file, kind)
    except OSError:
        return


def rewrite(file: IO[str], text: str) -> None:
    """Replaces what the file contains, without a moment in which it is empty."""
    file.seek(0)
    file.write(text)
    file.truncate()
