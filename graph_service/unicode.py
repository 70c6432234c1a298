"""The form of Unicode that all text has: NFC, in which é is one character, however it was typed or pasted."""

import unicodedata
from typing import Any, cast

import orjson

FORM = "NFC"


def normalize(text: str) -> str:
    """The text in NFC. ASCII is returned as it is."""
    return text if text.isascii() else unicodedata.normalize(FORM, text)


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
