"""The form of Unicode that all text has: NFC, in which é is one character, however it was typed or pasted."""

import unicodedata
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

import orjson

FORM = "NFC"


def normalize(text: str) -> str:
    """The text in NFC. ASCII is returned as it is."""
    return text if text.isascii() else unicodedata.normalize(FORM, text)


def normalize_json(body: bytes) -> bytes:
    """JSON with all of its texts in NFC. What is not JSON is returned as it is."""
    if body.isascii() and b"\\u" not in body:
        return body
    try:
        return orjson.dumps(_normalize_value(orjson.loads(body)))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return body


def normalize_query_string(query_string: bytes) -> bytes:
    """The parameters of an address with their values in NFC. ASCII is returned as it is."""
    if b"%" not in query_string:
        return query_string
    parameters = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")
    normalized = [(name, normalize(value)) for name, value in parameters]
    return query_string if normalized == parameters else urlencode(normalized, errors="surrogateescape").encode()


def _normalize_value(value: Any) -> Any:
    if isinstance(value, str):
        return normalize(value)
    if isinstance(value, dict):
        return {key: _normalize_value(item) for key, item in cast("dict[str, Any]", value).items()}
    return [_normalize_value(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value
