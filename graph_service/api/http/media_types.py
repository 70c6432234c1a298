"""Chooses the media type of a response by the Accept header (RFC 9110, section 12.5.1)."""

import re
from functools import lru_cache
from typing import Final

JSON: Final = "application/json"
GRAPHQL_RESPONSE: Final = "application/graphql-response+json"
CONTENT_TYPES: Final = {JSON: JSON, GRAPHQL_RESPONSE: f"{GRAPHQL_RESPONSE}; charset=utf-8"}
MAX_RANGES: Final = 100  # media ranges in an Accept header
MAX_CACHED_LENGTH: Final = 1_000  # characters of a header whose result is cached
WEIGHT: Final = re.compile(r"(?:[01](?:\.\d*)?|\.\d+)")
EXACT, ANY_APPLICATION, ANYTHING = 2, 1, 0
"""How specific a media range is: `type/subtype`, `application/*`, `*/*`."""


class TooManyRanges(ValueError):
    """The Accept header has more than MAX_RANGES media ranges."""


def choose_media_type(accept: str | None) -> str | None:
    """JSON or GRAPHQL_RESPONSE, whichever the header prefers, or None if it allows neither. Raises TooManyRanges.

    If both have the same weight, a type that is named wins over one that only a wildcard allows; GRAPHQL_RESPONSE wins if both are named, and
    JSON if neither is. A missing or empty header, or one without a valid media range, allows everything.
    """
    if accept is None:
        return JSON
    return _choose(accept) if len(accept) > MAX_CACHED_LENGTH else _choose_cached(accept)


def _choose(accept: str) -> str | None:
    weights = _parse(accept)
    if not weights:
        return JSON
    (weight, specificity), json = _weigh(GRAPHQL_RESPONSE, weights), _weigh(JSON, weights)
    if (weight, specificity) > json or (weight > 0 and (weight, specificity) == json and specificity == EXACT):
        return GRAPHQL_RESPONSE
    return JSON if json[0] > 0 else None


_choose_cached = lru_cache(256)(_choose)


def _parse(accept: str) -> dict[str, float]:
    """The weight of each media range. Parameters other than q, such as charset, are ignored, and so are invalid ranges."""
    ranges = accept.split(",", MAX_RANGES)
    if len(ranges) > MAX_RANGES:
        raise TooManyRanges
    weights: dict[str, float] = {}
    for each in ranges:
        name, *parameters = (part.strip().lower() for part in each.split(";"))
        texts = [parameter[2:] for parameter in parameters if parameter.startswith("q=")]
        if "/" in name and all(map(WEIGHT.fullmatch, texts)):
            weight = min(1.0, float(texts[0])) if texts else 1.0
            weights[name] = max(weight, weights.get(name, 0.0))
    return weights


def _weigh(media_type: str, weights: dict[str, float]) -> tuple[float, int]:
    """The weight of the most specific range that matches, and how specific it is."""
    for name, specificity in ((media_type, EXACT), ("application/*", ANY_APPLICATION), ("*/*", ANYTHING)):
        if name in weights:
            return weights[name], specificity
    return 0.0, ANYTHING
