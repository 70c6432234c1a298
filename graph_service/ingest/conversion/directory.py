"""Index of the ids and names in the graph and in the import itself, for looking up nodes by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import LiteralString

from graph_service.callers import Caller
from graph_service.domain.node_statements import KNOWN_IDS_STATEMENT, ids_by_label
from graph_service.graph import Graph
from graph_service.ingest.existing_data import IDS_PER_READ, QUERY_TIMEOUT, read_hidden_lessons
from graph_service.ingest.stored_rows import in_parts
from graph_service.ingest.values.names import UNREADABLE, loose_name_key, name_key, split_address
from graph_service.model.labels import ENTITIES, Label

NEAR = 0.75
PEOPLE_NAMES_QUERY: LiteralString = "MATCH (n:Person) RETURN collect([n.id, n.name, coalesce(n.email, '')])"
PROJECT_NAMES_QUERY: LiteralString = "MATCH (n:Project) RETURN collect([n.id, n.name, ''])"
TOPIC_NAMES_QUERY: LiteralString = "MATCH (n:Topic) RETURN collect([n.id, n.name, ''])"
DEPARTMENT_NAMES_QUERY: LiteralString = "MATCH (n:Department) RETURN collect([n.id, n.name, ''])"
LESSON_TITLES_QUERY: LiteralString = "MATCH (n:Lesson) RETURN collect([n.id, n.title, ''])"
NAME_READS: Mapping[str, LiteralString] = {
    "people": PEOPLE_NAMES_QUERY,
    "projects": PROJECT_NAMES_QUERY,
    "topics": TOPIC_NAMES_QUERY,
    "departments": DEPARTMENT_NAMES_QUERY,
    "lessons": LESSON_TITLES_QUERY,
}
PARENTS_QUERY: LiteralString = "MATCH (n:Department)-[part:PART_OF]->(parent) WHERE part.to IS NULL RETURN collect([n.id, parent.id])"


@dataclass(slots=True)
class Entries:
    """The nodes of one kind: their names by id, and indexes of the ids by what people write."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    ids: set[str] = field(default_factory=set[str])
    by_text: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def add(self, id_: str, name: str, email: str = "", *, person: bool = False) -> None:
        """Adds a node. People are also found by their name in any order, and by their address and the part before its @."""
        self.ids.add(id_)
        self.names[id_] = name
        keys = {f"name {name.casefold().strip()}", f"id {id_.casefold()}"}
        if person:
            keys |= {f"key {name_key(name)}", f"loose {loose_name_key(name)}"}
            if email:
                keys |= {f"email {email.casefold()}", f"login {email.casefold().partition('@')[0]}"}
        for key in keys:
            self.by_text.setdefault(key, set()).add(id_)

    def find(self, text: str, *, person: bool = False) -> set[str]:
        """The ids of the nodes that a text means: one if it is clear, several if it is ambiguous."""
        text = text.strip()
        if text in self.ids:
            return {text}
        for key in self._keys(text, person):
            if found := self.by_text.get(key):
                return found
        return set()

    def _keys(self, text: str, person: bool) -> Iterable[str]:
        if not person:
            return (f"name {text.casefold()}", f"id {text.casefold()}")
        name, address = split_address(text)
        login = text.casefold().removeprefix("@")
        return (
            f"email {(address or text).casefold()}",
            f"name {name.casefold()}",
            f"key {name_key(name)}",
            f"login {login}",
            f"id {login}",
            f"loose {loose_name_key(name)}",
        )

    def near(self, text: str) -> list[str]:
        """Names that are spelt nearly like the text, each with its id."""
        names = {name.casefold(): f"{name} ({id_})" for id_, name in self.names.items()}
        return [names[name] for name in get_close_matches(text.strip().casefold(), list(names)[:20_000], 3, NEAR)]


@dataclass(slots=True)
class Directory:
    """The known nodes by kind, and the parent of each department. `named` are the kinds of which names are known, not only ids."""

    entries: dict[str, Entries] = field(default_factory=dict[str, Entries])
    parents: dict[str, str] = field(default_factory=dict[str, str])
    named: set[str] = field(default_factory=set[str])

    def of(self, kind: str) -> Entries:
        return self.entries.setdefault(kind, Entries())

    def find(self, kind: str, text: str) -> set[str]:
        """The ids that a text means."""
        return self.of(kind).find(text, person=kind == "people")


async def read_directory(graph: Graph, ids: Mapping[str, set[str]], kinds: Iterable[str], caller: Caller | None = None) -> Directory:
    """Reads which of the ids exist and, for `kinds` and for kinds with an id that does not, all names. Lessons that the caller may not import
    are unknown."""
    directory = Directory()
    hidden = await read_hidden_lessons(graph, caller)
    wanted = set(kinds)
    for label in ENTITIES:
        asked = {text for text in ids.get(label.plural, set()) if not UNREADABLE.search(text)}
        for part in in_parts(sorted(asked), IDS_PER_READ):
            found = (await graph.read(KNOWN_IDS_STATEMENT, ids_by_label({label: part}), timeout=QUERY_TIMEOUT))[label.plural]
            directory.of(label.plural).ids.update(set(found) - hidden if label is Label.LESSON else found)
        if asked - directory.of(label.plural).ids:
            wanted.add(label.plural)
    directory.named = wanted
    for kind in wanted & NAME_READS.keys():
        for id_, name, email in await graph.read(NAME_READS[kind], timeout=QUERY_TIMEOUT):
            if kind != "lessons" or id_ not in hidden:
                directory.of(kind).add(id_, name or "", email, person=kind == "people")
    if "departments" in wanted:
        directory.parents.update(await graph.read(PARENTS_QUERY, timeout=QUERY_TIMEOUT))
    return directory
