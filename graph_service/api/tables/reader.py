"""Reads the rows of a table through /graphql in this process, with the headers of the request, so that the same rules and limits apply."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.types import ASGIApp, Message

from graph_service.analysis.columns.snapshot import AsOf
from graph_service.api.tables.catalog import Table
from graph_service.api.tables.layout import PAGE_INFO, Layout, value_at
from graph_service.errors import InvalidInput, TooCostly

PAGE_SIZE: Final = 1000
REPLACED_HEADERS: Final = (b"accept", b"accept-encoding", b"content-length", b"content-type", b"range", b"transfer-encoding")
NARROWER_TOPICS_DOCUMENT: Final = """
query NarrowerTopics($ids: [ID!]!, $after: String) {
  topics(first: 1000, after: $after, where: {OR: [{id: {in: $ids}}, {broader: {some: {id: {in: $ids}}}}]}) {
    nodes { id } pageInfo { hasNextPage endCursor }
  }
}
"""


class GraphQLRequestFailed(Exception):
    """The response of /graphql when it has errors: its status, its body, and the code of the first error if the status is 200."""

    def __init__(self, status: int, body: bytes, code: str | None) -> None:
        super().__init__(body.decode(errors="replace"))
        self.status = status
        self.body = body
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a table, the currencies of its columns of money, and how recent computed rows are (None for others)."""

    rows: list[Any]
    currencies: list[str]
    as_of: AsOf | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The data of a response, and its `extensions.asOf`, which those with a computed answer have."""

    data: Any
    as_of: AsOf | None


@dataclass(frozen=True, slots=True)
class GraphQLClient:
    """Sends documents to the GraphQL endpoint on behalf of a request."""

    endpoint: ASGIApp
    request: Request

    async def execute(self, document: str, variables: dict[str, Any]) -> Answer:
        """The response. GraphQLRequestFailed if it has errors."""
        body = orjson.dumps({"query": document, "variables": variables})
        headers = [header for header in self.request.scope["headers"] if header[0] not in REPLACED_HEADERS]
        headers += [(b"accept", b"application/json"), (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        target = {"method": "POST", "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "headers": headers}
        state = dict(self.request.scope.get("state", {}))  # a copy, because the endpoint stores the rows of one operation in it
        received: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[Message] = []

        async def receive() -> Message:
            if not received:
                await asyncio.Event().wait()  # nothing follows the body
            return received.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        await self.endpoint({**self.request.scope, **target, "state": state}, receive, send)
        return _read_answer(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]))


def _read_answer(status: int, body: bytes) -> Answer:
    if status != 200:
        raise GraphQLRequestFailed(status, body, None)
    response = orjson.loads(body)
    if errors := response.get("errors"):
        raise GraphQLRequestFailed(status, orjson.dumps({"errors": errors}), errors[0].get("extensions", {}).get("code"))
    as_of = response.get("extensions", {}).get("asOf")
    return Answer(response["data"], None if as_of is None else AsOf(**as_of))


async def read_pages(client: GraphQLClient, table: Table, layout: Layout, parameters: dict[str, Any]) -> AsyncGenerator[Page]:
    """The pages of a table. A page that is too costly is read again at half the size.

    GraphQLRequestFailed if a page cannot be read.
    """
    variables = await _variables(client, table, parameters)
    size, after = PAGE_SIZE, None
    while True:
        try:
            answer = await client.execute(table.document, variables | ({"first": size, "after": after} if layout.paged else {}))
        except GraphQLRequestFailed as failure:
            if failure.code != TooCostly.code or not layout.paged or size == 1:
                raise
            size //= 2
            continue
        page = value_at(answer.data, layout.rows[:-1])
        yield Page(page[layout.rows[-1]], _currencies(answer.data), answer.as_of)
        if not layout.paged or not page[PAGE_INFO]["hasNextPage"]:
            return
        after = page[PAGE_INFO]["endCursor"]


async def _variables(client: GraphQLClient, table: Table, parameters: dict[str, Any]) -> dict[str, Any]:
    if table.make_filter is None:
        return parameters
    topics = {"topics": await _with_descendants(client, parameters["topic"])} if "topic" in parameters else {}
    return {"where": table.make_filter(parameters | topics)}


async def _with_descendants(client: GraphQLClient, topic: str) -> list[str]:
    """The ids of the topic and of all topics below it, as `network(topic:)` counts them.

    Raises InvalidInput if the topic does not exist.
    """
    expanded: set[str] = set()
    topics = {topic}
    while topics - expanded:
        expanded |= topics
        topics = await _with_narrower(client, sorted(expanded))
        if topic not in topics:
            raise InvalidInput(f"topic is {topic!r}, and there is no topic with this ID.", field="topic")
    return sorted(expanded)


async def _with_narrower(client: GraphQLClient, ids: list[str]) -> set[str]:
    """The existing topics among these ids, and the topics directly below them."""
    topics: set[str] = set()
    after, more = None, True
    while more:
        page = (await client.execute(NARROWER_TOPICS_DOCUMENT, {"ids": ids, "after": after})).data["topics"]
        topics.update(node["id"] for node in page["nodes"])
        after, more = page[PAGE_INFO]["endCursor"], page[PAGE_INFO]["hasNextPage"]
    return topics


def _currencies(data: Any) -> list[str]:
    """All currencies of the graph, so that a table has the same columns in every window."""
    return sorted({value for values in value_at(data.get("currencies"), ("nodes", "keys", "value")) or () for value in values})
