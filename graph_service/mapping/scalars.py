"""Scalars that leave Neo4j as text and stay text."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

Date = NewType("Date", str)
DateTime = NewType("DateTime", str)

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
STORED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z").fullmatch


def parse_day(value: object) -> str:
    """A day that exists, as ISO 8601 text. ValueError otherwise."""
    try:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"{value!r} is not a day that exists; write it like 2025-03-01.") from None


def parse_instant(value: object) -> str:
    """An instant with its offset, as ISO 8601 text in UTC. ValueError otherwise."""
    try:
        instant = datetime.fromisoformat(value if isinstance(value, str) else "")
        if instant.tzinfo is None:
            raise ValueError
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise ValueError(f"{value!r} is not an instant with its offset; write it like 2025-03-01T12:00:00Z.") from None


def write_instant(value: object) -> str:
    """An instant in UTC as ISO 8601 text, mostly as the database wrote it. ValueError when it is none."""
    return value if isinstance(value, str) and STORED(value) else parse_instant(value)


SCALARS: Mapping[object, ScalarDefinition] = {
    Date: strawberry.scalar(name="Date", description="A day, such as 2025-03-01.", serialize=str, parse_value=parse_day),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="A point in time in UTC, such as 2025-03-01T12:00:00Z.",
        serialize=write_instant,
        parse_value=parse_instant,
    ),
}
