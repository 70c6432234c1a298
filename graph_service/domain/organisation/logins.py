"""Finds the person who signed in with the company login."""

from typing import LiteralString

from graph_service.graph import Graph
from graph_service.unicode import normalize

PERSON_BY_EMAIL_QUERY: LiteralString = """
MATCH (person:Person {email: $key})
WHERE coalesce(person.active, true)
RETURN [person.id, person.name]
"""
PERSON_BY_ID_QUERY: LiteralString = """
MATCH (person:Person {id: $key})
WHERE coalesce(person.active, true)
RETURN [person.id, person.name]
"""


async def find_person(graph: Graph, key: str) -> tuple[str, str] | None:
    """The id and the name of the active person with this e-mail address (in any case) or this id; None if there is none."""
    is_address = "@" in key
    found = await graph.read(
        PERSON_BY_EMAIL_QUERY if is_address else PERSON_BY_ID_QUERY, {"key": normalize(key).lower() if is_address else key}
    )
    return None if found is None else (found[0], found[1])
