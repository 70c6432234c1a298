"""The requests of the clients: lists, single nodes, searches, network answers and writes."""

from random import Random
from typing import Any
from uuid import uuid4

import orjson

from tests.benchmarks.reading.keep_alive import Connection, post

TITLE = "A lesson made by the benchmark"
IDS = """{
  lessons(first: 200) { nodes { id } } people(first: 200) { nodes { id } } projects(first: 200) { nodes { id } }
  departments(first: 50) { nodes { id } } topics(first: 200) { nodes { id } }
}"""
SMALL_READ = "query($id: ID!) { lesson(id: $id) { id title } }"
RECORD = "mutation($input: RecordLessonInput!) { recordLesson(input: $input) { lesson { id title departments { nodes { name } } } } }"
# Document, the type of node whose id it takes as $id, and its relative frequency.
READS: tuple[tuple[str, str, int], ...] = (
    ("query($id: ID!) { lesson(id: $id) { title context learners { nodes { name } } reusesAggregate { count } } }", "lessons", 25),
    ("query($id: ID!) { person(id: $id) { name lessons(first: 20) { nodes { title } } } }", "people", 15),
    ("query($id: ID!) { project(id: $id) { name lessons(first: 20) { nodes { title } } } }", "projects", 15),
    (
        "query($id: ID!) { lessons(first: 20, sort: [{learnedOn: DESC}], where: {departments: {some: {id: {eq: $id}}}}) { nodes { id title } } }",
        "departments",
        12,
    ),
    (
        "{ lessons(first: 20, sort: [{learnedOn: DESC}]) { nodes { title project { name } reuses(first: 3) { nodes { reusedOn } } } } }",
        "",
        15,
    ),
    ('{ search(text: "supplier delay", first: 20) { score lesson { title } } }', "", 8),
    ("query($id: ID!) { experts(topic: $id, first: 5) { person { name } } }", "topics", 4),
    ("query($id: ID!) { lessonsFor(project: $id, first: 5) { lesson { title } } }", "projects", 2),
    ("{ network { silos { group { name } verdict } } }", "", 2),
    ("{ network { mostReused(first: 10) { lesson { title } reuses } } }", "", 2),
)


class Requests:
    """Random requests about an organisation."""

    def __init__(self, connection: Connection) -> None:
        found = orjson.loads(connection.ask(post(orjson.dumps({"query": IDS}))))["data"]
        self.ids: dict[str, list[str]] = {name: [node["id"] for node in found[name]["nodes"]] for name in found}

    def read(self, chance: Random) -> bytes:
        """One of READS."""
        document, kind, _ = chance.choices(READS, [often for _, _, often in READS])[0]
        variables = {"id": chance.choice(self.ids[kind])} if kind else {}
        return post(orjson.dumps({"query": document, "variables": variables}))

    def small_read(self, chance: Random) -> bytes:
        """A lesson by its id."""
        return post(orjson.dumps({"query": SMALL_READ, "variables": {"id": chance.choice(self.ids["lessons"])}}))

    def write(self, chance: Random) -> bytes:
        """A new lesson, with an idempotency key."""
        lesson: dict[str, Any] = {
            "title": TITLE,
            "learnedOn": "2025-03-01",
            "learners": [chance.choice(self.ids["people"])],
            "project": chance.choice(self.ids["projects"]),
            "confirm": True,
            "idempotencyKey": str(uuid4()),
        }
        return post(orjson.dumps({"query": RECORD, "variables": {"input": lesson}}))


def get(path: str) -> bytes:
    """The bytes of a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
