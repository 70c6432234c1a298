"""The form of Unicode that all text has: NFC, in which é is one character, however it was typed or pasted. Names have no invisible characters."""

import re
import unicodedata
from typing import Any, cast

import orjson

FORM = "NFC"
# Of no width: soft hyphens, spaces and marks of direction that are copied with a text. Joiners are part of other scripts and of emoji.
INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
)


def normalize(text: str) -> str:
    """The text in NFC. ASCII is returned as it is."""
    return text if text.isascii() else unicodedata.normalize(FORM, text)


def without_invisible(text: str) -> str:
    """The text without characters that nobody sees: two names that look the same are the same."""
    return text if text.isprintable() else normalize(INVISIBLE.sub("", text))


def normalize_json(body: bytes) -> bytes:
    """JSON with all of its texts in NFC. What is not JSON, or nested too deep to be a request, is returned as it is."""
    if _is_normalized(body):
        return body
    try:
        return orjson.dumps(_normalize_value(orjson.loads(body)))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError):
        return body


def _is_normalized(body: bytes) -> bool:
    """Whether no text in this JSON needs to be converted. A part of a text in NFC is in NFC; only an escape can hide another form."""
    if b"\\u" in body:
        return False
    return body.isascii() or unicodedata.is_normalized(FORM, body.decode(errors="replace"))


def _normalize_value(value: Any) -> Any:
    if isinstance(value, str):
        return normalize(value)
    if isinstance(value, dict):
        return {key: _normalize_value(item) for key, item in cast("dict[str, Any]", value).items()}
    return [_normalize_value(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value
