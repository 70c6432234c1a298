"""Tokens: who may come in. The file keeps a digest of each, so that whoever reads it cannot come in with it.

A line of the file is `ROLE NAME DIGEST`: one of the roles, whom it was given to, and the SHA-256 of the token in hexadecimal. Tokens are long
and random, which is why a plain digest will do where a password would need a slow one.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from graph_service.access.roles import Caller, Role
from graph_service.errors import InvalidInput

LINE: Final = re.compile(r"(\w+)\s+(\S+)\s+([0-9a-f]{64})")
RULE: Final = f"A line is ROLE NAME DIGEST: one of {', '.join(map(str, Role))}; a name; the token's SHA-256, 64 hexadecimal digits"
ROLES: Final = {str(role): role for role in Role}
Tokens = Sequence[tuple[str, Caller]]


def create_token(role: Role, name: str) -> tuple[str, str]:
    """A new token, and the line that the file needs for it. InvalidInput when the name has spaces."""
    if not re.fullmatch(r"\S+", name):
        raise InvalidInput(f"The name {name!r} must be one word, like maria or grafana.", field="name")
    token = secrets.token_urlsafe(32)
    return token, f"{role} {name} {_digest(token)}"


def read_tokens(file: Path) -> Tokens:
    """Digests with whom they let in. InvalidInput names file, line and rule; also when there is none at all."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The file of tokens, {file}, cannot be read: {error}.", field="GRAPH_SERVICE_TOKENS_FILE") from error
    tokens = [_read(file, number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")]
    if not tokens:
        raise InvalidInput(
            f"The file of tokens, {file}, has no line. Add one: graph-service token ROLE NAME.", field="GRAPH_SERVICE_TOKENS_FILE"
        )
    return tokens


def _read(file: Path, number: int, line: str) -> tuple[str, Caller]:
    found = LINE.fullmatch(line.strip())
    role = ROLES.get(found[1]) if found else None
    if found is None or role is None:  # the line itself is not told: it may be a token
        raise InvalidInput(f"{file}, line {number}: {RULE}.", field="GRAPH_SERVICE_TOKENS_FILE")
    return found[3], Caller(found[2], role)


def find_caller(tokens: Iterable[tuple[str, Caller]], token: str) -> Caller | None:
    """Whom a token lets in. Every digest is compared, each in constant time."""
    digest, found = _digest(token), None
    for known, caller in tokens:
        if hmac.compare_digest(known, digest):
            found = caller
    return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
