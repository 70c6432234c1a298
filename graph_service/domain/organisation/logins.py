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
    if "@" not in key:
        found = await graph.read(PERSON_BY_ID_QUERY, {"key": key})
    elif (address := normalize(key).lower()).isascii() == key.isascii():
        found = await graph.read(PERSON_BY_EMAIL_QUERY, {"key": address})
    else:  # somebody else's address: the Kelvin sign, for example, becomes the letter k
        found = None
    return None if found is None else (found[0], found[1])
