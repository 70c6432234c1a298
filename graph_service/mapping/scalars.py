"""Date and DateTime: ISO 8601 text in Python, temporal values in Neo4j."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph_service.iso_date import parse_iso_date

Date = NewType("Date", str)
DateTime = NewType("DateTime", str)
NameValues = NewType("NameValues", str)
"""Pairs of a name and a value in one text (see name_values.py): the field is a list of objects."""

match_neo4j_datetime = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z", re.ASCII).fullmatch


def parse_date(value: object) -> str:
    """A calendar date as YYYY-MM-DD. ValueError for anything else."""
    try:
        return parse_iso_date(value if isinstance(value, str) else "").isoformat()
    except ValueError:
        raise ValueError(f"{value!r} is not a valid date. Write dates as YYYY-MM-DD, for example 2025-03-01.") from None


def parse_datetime(value: object) -> str:
    """A date and time with a UTC offset, converted to ISO 8601 text in UTC. ValueError for anything else."""
    try:
        instant = datetime.fromisoformat(value if isinstance(value, str) else "")
        if instant.tzinfo is None:
            raise ValueError
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise ValueError(f"{value!r} is not a valid date and time with a UTC offset. Example: 2025-03-01T12:00:00Z.") from None


def serialize_datetime(value: object) -> str:
    """The date and time in UTC as ISO 8601 text. Text in the form that Neo4j writes is returned as it is. ValueError for anything else."""
    return value if isinstance(value, str) and match_neo4j_datetime(value) else parse_datetime(value)


SCALARS: Mapping[object, ScalarDefinition] = {
    Date: strawberry.scalar(
        name="Date",
        description="A day, such as 2025-03-01.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=str,
        parse_value=parse_date,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="A point in time in UTC, such as 2025-03-01T12:00:00Z.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=serialize_datetime,
        parse_value=parse_datetime,
    ),
}
