"""Cursors: the values of all sort keys of one row, with fingerprints of the sort order and of the conditions in it, as URL-safe base64 of JSON."""

import base64
from functools import lru_cache
from typing import Any, cast

import orjson

# Decoded cursors are cached, because each sort key reads its own value. Together the two limits bound the memory.
CACHED_CURSORS = 1024
MAX_CACHED_LENGTH = 1_000  # characters


def encode_cursor(fingerprint: int, values: list[Any]) -> str:
    """The cursor of a row with these sort key values."""
    return base64.urlsafe_b64encode(orjson.dumps([fingerprint, *values])).rstrip(b"=").decode()


def decode_cursor(cursor: str) -> tuple[Any, ...]:
    """The fingerprint, then the values. ValueError if the text is not an encoded JSON array."""
    return _decode_cached(cursor) if len(cursor) <= MAX_CACHED_LENGTH else _decode(cursor)


def _decode(cursor: str) -> tuple[Any, ...]:
    decoded = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    if not isinstance(decoded, list) or not decoded:
        raise ValueError
    return tuple(cast("list[Any]", decoded))


_decode_cached = lru_cache(CACHED_CURSORS)(_decode)


def cursor_nulls(cursor: str) -> tuple[bool, ...] | None:
    """For each value whether it is null; None if the text is not a cursor."""
    try:
        return tuple(value is None for value in decode_cursor(cursor)[1:])
    except ValueError:
        return None
