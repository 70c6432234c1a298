"""The requests that GraphQL clients send for one query, recorded byte for byte from their newest versions in November 2026."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class ClientRequest:
    """One HTTP request, without Host and Content-Length."""

    client: str
    method: str
    target: str
    headers: dict[str, str]
    body: str

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the GraphQL request."""
        if self.method == "POST":
            return json.loads(self.body)
        texts = {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}
        return texts | {"variables": json.loads(texts["variables"])}

    def encode(self) -> bytes:
        """The bytes of the request to localhost."""
        body = self.body.encode()
        lines = [f"{self.method} {self.target} HTTP/1.1", "host: localhost", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body

    def plain(self) -> "ClientRequest":
        """What a plain `fetch` sends for the same document and variables."""
        body = {name: self.parameters[name] for name in ("query", "variables")}
        return ClientRequest("fetch", "POST", "/graphql", {"content-type": "application/json", "accept": "*/*"}, json.dumps(body))


CLIENT_REQUESTS = [ClientRequest(**recorded) for recorded in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))]
