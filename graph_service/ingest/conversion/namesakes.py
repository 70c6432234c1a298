"""People of the same name, described so that somebody can tell them apart."""

from collections.abc import Iterable, Mapping
from typing import LiteralString

from graph_service.callers import Caller, Role
from graph_service.graph import Graph
from graph_service.ingest.conversion.drafts import Draft

SHOWN = 5  # people of one name
# The department of today, else the last one.
NAMESAKES_QUERY: LiteralString = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN collect({
  id: id,
  name: person.name,
  email: CASE WHEN $addresses THEN person.email END,
  department: COLLECT {
    MATCH (person)-[member:MEMBER_OF]->(department:Department)
    WHERE member.from <= date()
    RETURN department.name ORDER BY member.from DESC LIMIT 1
  }[0]
}) AS people
"""
People = dict[str, dict[str, str | None]]


async def describe_namesakes(
    graph: Graph, ambiguous: Mapping[str, Iterable[str]], drafts: Iterable[Draft], caller: Caller | None
) -> dict[tuple[str, str], str]:
    """Why each of these texts means no person, by kind and text. ambiguous: the ids of those whom a text may mean.

    An address in the graph is shown to the operator and to curators; one in the files themselves to everybody who imports them.
    """
    ids = sorted({id_ for found in ambiguous.values() for id_ in sorted(found)[:SHOWN]})
    if not ids:
        return {}
    addresses = caller is None or caller.role >= Role.CURATOR
    people: People = {person["id"]: person for person in await graph.read(NAMESAKES_QUERY, {"ids": ids, "addresses": addresses})}
    _add_imported(people, drafts, set(ids))
    rule = "several people have this name; write the id of one of them"
    return {
        ("people", text): f"{rule}: {'; '.join(_describe(id_, people.get(id_, {})) for id_ in sorted(found)[:SHOWN])}"
        for text, found in ambiguous.items()
    }


def _add_imported(people: People, drafts: Iterable[Draft], ids: set[str]) -> None:
    """Adds what the files say, which wins."""
    for draft in drafts:
        for _, record in draft.records() if draft.kind == "people" and "id" in draft.columns else ():
            if (id_ := record["id"].strip()) in ids:
                people[id_] = people.get(id_, {}) | {name: text for name in ("name", "email") if (text := record.get(name, "").strip())}


def _describe(id_: str, person: Mapping[str, str | None]) -> str:
    known = ", ".join(text for name in ("name", "department", "email") if (text := person.get(name)))
    return f"{known} ({id_})" if known else id_
