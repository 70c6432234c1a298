"""The tokens file: who has access. It stores digests, so that reading the file does not give access.

Each line is `ROLE NAME DIGEST`: a role, the name of the person or program, and the SHA-256 of the token in hexadecimal. Lines that start with # are
comments. Tokens are long and random, so a plain digest is enough; a password would need a slow one.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from graph_service.access.roles import Caller, Role
from graph_service.errors import InvalidInput

LINE: Final = re.compile(r"(\w+)\s+(\S+)\s+([0-9a-f]{64})")
LINE_FORMAT: Final = (
    f"A line is ROLE NAME DIGEST: one of {', '.join(map(str, Role))}; a name; the SHA-256 of the token as 64 hexadecimal digits"
)
ROLES: Final = {str(role): role for role in Role}
Tokens: TypeAlias = Sequence[tuple[str, Caller]]
"""The digest and the caller of each token."""


def create_token(role: Role, name: str) -> tuple[str, str]:
    """A new token, and its line for the file. Raises InvalidInput when the name contains spaces."""
    if not re.fullmatch(r"\S+", name):
        raise InvalidInput(f"The name {name!r} must be one word, like maria or grafana.", field="name")
    token = secrets.token_urlsafe(32)
    return token, f"{role} {name} {_digest(token)}"


def read_tokens(file: Path) -> Tokens:
    """The tokens in the file. InvalidInput names the file, the line and the expected format; also when the file contains no token."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The tokens file {file} cannot be read: {error}.", field="GRAPH_SERVICE_TOKENS_FILE") from error
    tokens = [_parse(file, number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")]
    if not tokens:
        raise InvalidInput(
            f"The tokens file {file} contains no token. Add one: graph-service token ROLE NAME.", field="GRAPH_SERVICE_TOKENS_FILE"
        )
    return tokens


def _parse(file: Path, number: int, line: str) -> tuple[str, Caller]:
    match = LINE.fullmatch(line.strip())
    role = ROLES.get(match[1]) if match else None
    if match is None or role is None:  # without the line itself: it may contain a token
        raise InvalidInput(f"{file}, line {number}: {LINE_FORMAT}.", field="GRAPH_SERVICE_TOKENS_FILE")
    return match[3], Caller(f"token:{match[2]}", match[2], None, role)


def find_caller(tokens: Iterable[tuple[str, Caller]], token: str) -> Caller | None:
    """The caller with this token. Compares all digests, each in constant time."""
    digest, match = _digest(token), None
    for stored, caller in tokens:
        if hmac.compare_digest(stored, digest):
            match = caller
    return match


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
