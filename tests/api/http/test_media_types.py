"""The media type of a response is chosen by the Accept header."""

import pytest

from graph_service.api.http.media_types import GRAPHQL_RESPONSE, JSON, MAX_RANGES, TooManyRanges, choose_media_type
from tests.api.http.client_requests import CLIENT_REQUESTS


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/graphql-response+json", GRAPHQL_RESPONSE),
        ("APPLICATION/GraphQL-Response+JSON ; charset=UTF-8", GRAPHQL_RESPONSE),
        ("application/json, application/graphql-response+json", GRAPHQL_RESPONSE),
        ("application/json, application/graphql-response+json;q=0.9", JSON),
        ("application/json;q=0.5, application/graphql-response+json;q=0.50", GRAPHQL_RESPONSE),
        ("application/graphql-response+json;q=0, application/json;q=0.001", JSON),
        ("application/graphql-response+json;q=0, */*", JSON),
        ("application/json;q=0, */*;q=0.1", GRAPHQL_RESPONSE),
        ("application/graphql-response+json;q=0.2, */*;q=0.7", JSON),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", JSON),
        ("text/event-stream, multipart/mixed, application/json;q=.1", JSON),
        ("text/html", None),
        ("text/event-stream, multipart/mixed", None),
        ("application/json;q=0", None),
        ("application/json;q=0, application/graphql-response+json;q=0.0, */*;q=0", None),
        ("application/json;q=high, text/html;q=0.1", None),
        ("text/html;q=x", JSON),
        (",;,=", JSON),
        (f"application/graphql-response+json, {'x' * 2_000}/y", GRAPHQL_RESPONSE),
    ],
)
def test_media_type_is_the_one_that_the_header_prefers(accept: str | None, chosen: str | None) -> None:
    assert choose_media_type(accept) == chosen


def test_number_of_media_ranges_is_bounded() -> None:
    assert choose_media_type(",".join(["a/b"] * (MAX_RANGES - 1) + ["*/*"])) == JSON
    with pytest.raises(TooManyRanges):
        choose_media_type(",".join(["a/b"] * MAX_RANGES + ["*/*"]))


@pytest.mark.parametrize("sent", CLIENT_REQUESTS, ids=lambda sent: f"{sent.client} {sent.method}")
def test_clients_that_name_the_media_type_of_graphql_get_it(sent) -> None:
    accept = sent.headers["accept"]
    assert choose_media_type(accept) == (GRAPHQL_RESPONSE if GRAPHQL_RESPONSE in accept else JSON)
