"""Reads a table by asking /graphql, in this process and as whoever asked for the table: the same rules, limits and errors."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.types import ASGIApp, Message

from graph_service.api.tables.catalog import Table
from graph_service.api.tables.columns import PAGE, Layout, find
from graph_service.errors import InvalidInput, TooCostly

PAGE_SIZE: Final = 1000
OURS: Final = (b"accept", b"accept-encoding", b"content-length", b"content-type", b"range", b"transfer-encoding")
TOPICS: Final = """
query Topics($ids: [ID!]!, $after: String) {
  topics(first: 1000, after: $after, where: {OR: [{id: {in: $ids}}, {broader: {some: {id: {in: $ids}}}}]}) {
    nodes { id } pageInfo { hasNextPage endCursor }
  }
}
"""


class Refused(Exception):
    """What /graphql answered instead: its status, its body, and the code of the first error where it told one."""

    def __init__(self, status: int, body: bytes, code: str | None) -> None:
        super().__init__(body.decode(errors="replace"))
        self.status = status
        self.body = body
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the currencies that columns of money stand for."""

    rows: list[Any]
    currencies: list[str]


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asked, at the door of /graphql."""

    endpoint: ASGIApp
    request: Request

    async def ask(self, question: str, variables: dict[str, Any]) -> Any:
        """The data. Refused when there is an error."""
        body = orjson.dumps({"query": question, "variables": variables})
        headers = [header for header in self.request.scope["headers"] if header[0] not in OURS]
        headers += [(b"accept", b"application/json"), (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        place = {"method": "POST", "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "headers": headers}
        state = dict(self.request.scope.get("state", {}))  # of its own: the endpoint keeps there what belongs to one question
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.endpoint({**self.request.scope, **place, "state": state}, receive, send)
        return _read(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]))


def _read(status: int, body: bytes) -> Any:
    if status != 200:
        raise Refused(status, body, None)
    answer = orjson.loads(body)
    if errors := answer.get("errors"):
        raise Refused(status, orjson.dumps({"errors": errors}), errors[0].get("extensions", {}).get("code"))
    return answer["data"]


async def pages(asker: Asker, table: Table, layout: Layout, given: dict[str, Any]) -> AsyncGenerator[Page]:
    """The table, a page at a time. Refused when it cannot be read (any further)."""
    variables = await _variables(asker, table, given)
    size, after = PAGE_SIZE, None
    while True:
        try:
            data = await asker.ask(table.question, variables | ({"first": size, "after": after} if layout.paged else {}))
        except Refused as refused:
            if refused.code != TooCostly.code or not layout.paged or size == 1:
                raise
            size //= 2  # the limit may be set lower than a full page costs
            continue
        page = find(data, layout.rows[:-1])
        yield Page(page[layout.rows[-1]], _currencies(data))
        if not layout.paged or not page[PAGE]["hasNextPage"]:
            return
        after = page[PAGE]["endCursor"]


async def _variables(asker: Asker, table: Table, given: dict[str, Any]) -> dict[str, Any]:
    if table.where is None:
        return given
    topics = {"topics": await _narrower(asker, given["topic"])} if "topic" in given else {}
    return {"where": table.where(given | topics)}


async def _narrower(asker: Asker, topic: str) -> list[str]:
    """The topic and all that are a part of it, however deep: as `network(topic:)` understands it. InvalidInput when there is none."""
    known: set[str] = set()
    found = {topic}
    while found - known:
        known |= found
        found = await _with_parts(asker, sorted(known))
        if topic not in found:
            raise InvalidInput(f"topic is {topic!r}; it must be the id of a topic, and there is none with this one.", field="topic")
    return sorted(known)


async def _with_parts(asker: Asker, ids: list[str]) -> set[str]:
    """Those topics of them that there are, and what is directly a part of one."""
    found: set[str] = set()
    after, more = None, True
    while more:
        page = (await asker.ask(TOPICS, {"ids": ids, "after": after}))["topics"]
        found.update(node["id"] for node in page["nodes"])
        after, more = page[PAGE]["endCursor"], page[PAGE]["hasNextPage"]
    return found


def _currencies(data: Any) -> list[str]:
    """All that were ever used, so that a table has the same columns whatever the window."""
    return sorted({value for values in find(data.get("currencies"), ("nodes", "keys", "value")) or () for value in values})
