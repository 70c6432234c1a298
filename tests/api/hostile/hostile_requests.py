"""Random and hostile requests: broken JSON, documents, values, headers, paths and methods. The same seed gives the same requests."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from graphql import GraphQLEnumType, GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type

from graph_service.api.schema import schema
from tests.api.fast_path.random_operations import write

PATHS = (
    "/",
    "/graphql",
    "/graphiql",
    "/tables",
    "/tables/lessons.csv",
    "/tables/reuses.csv",
    "/tables/shelf.csv",
    "/tables/flow.csv",
    "/metrics",
    "/healthz",
    "/readyz",
    "/docs",
    "/docs/operating.md",
    "/docs/pictures/overview.png",
    "/guide.html",
    "/queries.zip",
    "/style.grass",
    "/network",
    "/lessons",
    "/people",
)
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
TEXTS = (
    "",
    "x",
    "\0",
    "\ud800",
    "\u202e\u0000\uffff",
    "é" * 3,
    "e\u0301" * 3,
    "İßς",
    "👩‍👩‍👧‍👦",
    "' OR 1=1 //",
    "}) DETACH DELETE n //",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "=1+1",
    "\r\nX-Injected: 1",
    "*",
    "AND OR NOT (",
    '"unclosed',
    "~0.99999 ^^ [a TO b]",
    "a" * 20_000,
    "\n" * 500,
    "%00%ff",
    "NaN",
    "-0",
)
DAYS = ("2025-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2025-02-30", "-0001-01-01", "2025-01-01T00:00:00Z", "today", "2025-1-1")
NUMBERS = (0, -1, 1, 7, 2**31 - 1, 2**31, 2**63, 10**40, -(10**400), 1.5, 1e308, -1e-320, float("inf"), float("nan"))
HEADERS = (
    "Accept",
    "Accept-Encoding",
    "Access-Control-Request-Headers",
    "Access-Control-Request-Method",
    "Authorization",
    "Content-Encoding",
    "Content-Type",
    "Graph-Bookmarks",
    "Host",
    "Idempotency-Key",
    "If-Modified-Since",
    "If-None-Match",
    "Origin",
    "Range",
    "Referer",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Traceparent",
    "Transfer-Encoding",
    "X-Forwarded-For",
    "X-Request-Id",
)
HEADER_VALUES = (
    b"",
    b"\xff\xfe",
    b"a" * 9_000,
    b"Bearer \xe9",
    b"gzip",
    b"application/json; charset=utf-7",
    b"multipart/form-data",
    b"text/html;q=x, */*",
    b"application/graphql-response+json, application/json;q=0.9",
    b"a/b;q=0.000, " * 700,
    b"cross-site",
    b"null",
    b"http://[::1",
    b"http://localhost:99999",
    b"localhost:x",
    b"bytes=5-1,-1",
    b"FB:kcwQ",
    b"FB:" + b"A" * 900,
    b"00-zz-1",
    b"W/\x22",
    b"Thu, 99 Foo 0000",
    b"a\tb",
)
JSON_TEXTS = (
    b"",
    b"null",
    b"[]",
    b"1e999",
    b'"text"',
    b"{}",
    b'{"query": 1}',
    b'{"documentId": "sha256:x"}',
    b'{"documentId": ["x"]}',
    b'{"query": "", "documentId": ""}',
    b'{"query": null}',
    b'{"query": ["{ lessons { totalCount } }"]}',
    b'{"query": "{ lessons { totalCount } }", "variables": []}',
    b'{"query": "{ lessons { totalCount } }", "variables": "x"}',
    b'{"query": "{ lessons { totalCount } }", "operationName": {}}',
    b'{"query": "{ lessons { totalCount } }", "extensions": 1}',
    b'{"query": "{ lessons { totalCount } }", "extensions": {"receipt": "x", "persistedQuery": {}}}',
    b'[{"query": "{ lessons { totalCount } }"}]',
    b"[" * 50_000,
    b'{"query":' * 5_000,
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b'{"query": "\\ud800"}',
    b'{"query": "{ lessons { totalCount } }", "query": 7}',
    b'{"query": "{ lessons { totalCount } }", "variables": {"a": NaN, "b": Infinity, "c": ' + b"9" * 5_000 + b"}}",
)
DOCUMENTS = (
    "{" * 3_000,
    "{ lessons" * 500,
    "query ($a: Int = 99999999999999999999) { lessons(first: $a) { totalCount } }",
    "{ lessons(first: -1) { totalCount } }",
    '{ lessons(after: "x") { nodes { id } } }',
    'query ($a: [[[[Int]]]]) { search(text: "x") { score } }',
    "subscription { x }",
    '"""' + '"' * 10,
    'mutation { createTopic(input: {name: "\\u0000"}) { topic { id } } }',
    "query A { __typename } query A { __typename }",
    "{ __schema { types { name } } }",
    '{ lesson(id: "' + "\\ud800" + '") { id } }',
    "#" + "x" * 10_000,
    "fragment F on Query { ...F } { ...F }",
    "{ network(level: 2147483648) { silos { q } } }",
    "{ network(from: null, to: null, minGroup: -5) { silos { q } } }",
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    content: bytes


def hostile_requests(seed: int, number: int) -> Iterator[Request]:
    """That many requests."""
    kinds, often = zip(*KINDS, strict=True)
    for at in range(number):
        chance = random.Random(f"{seed}.{at}")
        yield chance.choices(kinds, often)[0](chance)


def _post(content: bytes, *headers: tuple[bytes, bytes]) -> Request:
    return Request("POST", "/graphql", (*headers, *(() if headers else ((b"content-type", b"application/json"),))), content)


def _send(body: Any) -> Request:
    return _post(json.dumps(body).encode("utf-8", "surrogatepass"))


def valid_operation(chance: random.Random) -> Request:
    """An operation of the fast path's tests, which may have mistakes."""
    return _send(write(chance.randrange(10_000), 0).body(chance))


def mutilated_operation(chance: random.Random) -> Request:
    """An operation with pieces of its text missing, doubled or replaced."""
    body = write(chance.randrange(10_000), 0).body(chance)
    text = body["query"]
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(30))
        text = (
            text[:start] + chance.choice(["", text[start:end] * 2, chance.choice(TEXTS)[:50], chance.choice('{}()[]$:!@"#.')]) + text[end:]
        )
    return _send(body | {"query": text})


def random_variables(chance: random.Random) -> Request:
    """An operation with variables of any type."""
    operation = write(chance.randrange(10_000), 0)
    body = operation.body(chance)
    return _send(body | {"variables": {name: any_value(chance) for name in operation.document.variables}})


def mutation(chance: random.Random) -> Request:
    """A mutation with an input of more or less the right shape."""
    root = schema._schema.mutation_type
    assert root is not None
    name, field = chance.choice(list(root.fields.items()))
    (argument,) = field.args.values()
    kind = get_named_type(argument.type)
    assert isinstance(kind, GraphQLInputObjectType)
    return _send(
        {
            "query": f"mutation($input: {argument.type}) {{ {name}(input: $input) {{ __typename }} }}",
            "variables": {"input": value_of(kind, chance)},
        }
    )


def broken_json(chance: random.Random) -> Request:
    """A body that is no request, or a request with bytes missing or changed."""
    if chance.random() < 0.6:
        return _post(chance.choice(JSON_TEXTS))
    content = bytearray(json.dumps({"query": "{ lessons { totalCount } }", "variables": {"a": any_value(chance)}}).encode())
    for _ in range(chance.randint(1, 5)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return _post(bytes(content[: chance.randrange(len(content))] if chance.random() < 0.3 else content))


def odd_document(chance: random.Random) -> Request:
    """A document that is wrong as a whole."""
    return _send({"query": chance.choice([*DOCUMENTS, *TEXTS]), "variables": any_value(chance) if chance.random() < 0.3 else None})


def odd_headers(chance: random.Random) -> Request:
    """A good request with headers that are not."""
    headers = tuple((chance.choice(HEADERS).lower().encode(), chance.choice(HEADER_VALUES)) for _ in range(chance.randint(1, 5)))
    content = b'{"query": "{ topics(first: 1) { totalCount } }"}'
    request = _post(content, *headers)
    return request if chance.random() < 0.6 else Request(chance.choice(METHODS), chance.choice(PATHS), headers, b"")


def odd_path(chance: random.Random) -> Request:
    """Any path, method and query string."""
    path = chance.choice(PATHS)
    if chance.random() < 0.3:
        path += chance.choice(
            ["/", "//", "/..", "/../../etc/passwd", "/%00", "/%2e%2e/%2e%2e", ".csv", "/" + quote(odd_text(chance))[:3_000]]
        )
    names = (
        "query",
        "variables",
        "from",
        "to",
        "department",
        "topic",
        "level",
        "first",
        "after",
        "columns",
        "where",
        "page",
        odd_text(chance),
    )
    pairs = (
        f"{quote(chance.choice(names)[:50])}={quote(str(chance.choice([odd_text(chance), *DAYS, *NUMBERS]))[:2_000])}"
        for _ in range(chance.randrange(4))
    )
    query = "&".join(pairs)
    content = chance.choice(JSON_TEXTS)[:5_000] if chance.random() < 0.2 else b""
    return Request(chance.choice(METHODS) if chance.random() < 0.4 else "GET", f"{path}?{query}" if query else path, (), content)


def odd_text(chance: random.Random) -> str:
    """A text that UTF-8 can hold."""
    return chance.choice(TEXTS).encode("utf-8", "replace").decode()


def any_value(chance: random.Random, depth: int = 0) -> Any:
    """A value of any type."""
    style = chance.random()
    if style < 0.15 and depth < 5:
        return [any_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    if style < 0.3 and depth < 5:
        return {
            chance.choice([*TEXTS, "eq", "in", "OR", "id", "some"])[:60]: any_value(chance, depth + 1) for _ in range(chance.randrange(4))
        }
    if style < 0.33 and depth == 0:
        nested: Any = 1
        for _ in range(chance.choice([10, 200])):
            nested = [nested]
        return nested
    return chance.choice([*TEXTS, *DAYS, *NUMBERS, True, False, None])


def value_of(kind: Any, chance: random.Random, depth: int = 0) -> Any:
    """A value that may suit an input type: the right shape, now and then with a wrong, an odd or a missing part."""
    bare = get_nullable_type(kind)
    if chance.random() < 0.04:
        return any_value(chance)
    if is_list_type(bare):
        return [value_of(bare.of_type, chance, depth + 1) for _ in range(chance.choice([0, 1, 1, 2, 2, 30]))]
    if isinstance(bare, GraphQLInputObjectType):
        needed = {name: field for name, field in bare.fields.items() if chance.random() < 0.6 or "!" in str(field.type)}
        return {name: value_of(field.type, chance, depth + 1) for name, field in needed.items()} if depth < 6 else {}
    if isinstance(bare, GraphQLEnumType):
        return chance.choice(list(bare.values))
    return _scalar(str(bare), chance)


def _scalar(name: str, chance: random.Random) -> Any:
    if name == "Date":
        return chance.choice(DAYS)
    if name in ("Int", "Float"):
        return chance.choice(NUMBERS)
    if name == "Boolean":
        return chance.random() < 0.5
    return (
        chance.choice(TEXTS) if chance.random() < 0.5 else chance.choice(("water", "roads", "helga", "linden-school-roof", "odd", "other"))
    )


KINDS: tuple[tuple[Callable[[random.Random], Request], int], ...] = (
    (valid_operation, 1),
    (random_variables, 4),
    (mutilated_operation, 14),
    (mutation, 12),
    (broken_json, 14),
    (odd_document, 14),
    (odd_headers, 18),
    (odd_path, 18),
)
