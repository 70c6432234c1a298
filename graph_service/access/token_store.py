"""The tokens that the service accepts: those of the tokens file, which is read again when it changes."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time
from typing import Final, TypeAlias

from graph_service.access.token_file import Token, digest_of, parse_tokens, read_tokens, read_tokens_file
from graph_service.access.token_usage import TokenUsage
from graph_service.callers import Caller
from graph_service.errors import InvalidInput, Unauthenticated

logger = logging.getLogger(__name__)
CHECK_SECONDS: Final = 1.0  # between two checks whether the file has changed
SETTLED_SECONDS: Final = 2.0  # after a change; a further one within this time may leave the time of the file as it is
UNKNOWN: Final = "This token is unknown or was revoked. Ask the operator of the service for a token."
FileState: TypeAlias = tuple[int, int, int, int]


class TokenStore:
    """The tokens of a file. A change of the file counts after CHECK_SECONDS at the latest, without a restart.

    fault: why the file could not be read again; None if it could. The tokens that were read last remain valid then.
    """

    def __init__(self, file: Path) -> None:
        """Reads the file. Raises InvalidInput if it is invalid or contains no token."""
        self._file = file
        self.fault: str | None = None
        self._usage = TokenUsage(file)
        self._checked, self._state = monotonic(), _state_of(file)
        self._tokens = _by_digest(read_tokens(file))

    def authenticate(self, secret: str) -> Caller:
        """The caller with this token. Raises Unauthenticated if there is none, or if the token has expired.

        The digest of a guess says nothing about that of a token, so looking it up takes no constant time.
        """
        self.refresh()
        token = self._tokens.get(digest_of(secret))
        if token is None:
            raise Unauthenticated(UNKNOWN)
        today = datetime.now(UTC).date()
        if token.is_expired(today):
            raise Unauthenticated(
                f"The token {token.name!r} expired: {token.expires} (UTC) was its last day. Ask the operator of the service for a new one."
            )
        self._usage.note(token.name, today)
        return token.caller

    def refresh(self) -> None:
        """Reads the file again if it has changed. Checks this at most every CHECK_SECONDS. Errors are logged once for each change."""
        if monotonic() - self._checked < CHECK_SECONDS:
            return
        self._checked = monotonic()
        state = _state_of(self._file)
        if state == self._state:
            return
        self._state = state
        try:
            self._tokens = _by_digest(self._read())
            self.fault = None
        except InvalidInput as error:
            if self.fault != error.message:
                logger.error("The previous tokens remain valid: %s", error.message)  # noqa: TRY400 - the message says everything
            self.fault = error.message

    def _read(self) -> Sequence[Token]:
        text = read_tokens_file(self._file)
        if not text:  # as it is for a moment while an editor saves it; `graph-service token revoke` leaves a comment
            raise InvalidInput(f"The tokens file {self._file} is empty.")
        return parse_tokens(self._file, text)


def _by_digest(tokens: Sequence[Token]) -> Mapping[str, Token]:
    return {token.digest: token for token in tokens}


def _state_of(file: Path) -> FileState | None:
    """What changes with the file; None if it cannot be found. Unique while the latest change is too young to tell a further one from it."""
    try:
        status = file.stat()
    except OSError:
        return None
    unsettled = time() - status.st_mtime < SETTLED_SECONDS
    return status.st_mtime_ns, status.st_size, status.st_ino, int(monotonic() * 1000) if unsettled else 0
