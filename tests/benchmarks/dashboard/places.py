"""The pages to open: every kind of page, each for the node with the most content."""

from typing import Any
from urllib.parse import quote, urlencode

import httpx

WARM_QUERY = "{ network { asOf { activity } } }"  # answered once the service has loaded its columns
MOST_QUERY = """{
  topics(first: 1, sort: [{lessonsAggregate: {count: DESC}}]) { nodes { id } }
  lessons(first: 1, sort: [{reusesAggregate: {count: DESC}}], where: {status: {eq: PUBLISHED}}) { nodes { id title } }
  projects(first: 1, sort: [{lessonsAggregate: {count: DESC}}], where: {status: {eq: RUNNING}}) { nodes { id } }
  people(first: 1, sort: [{lessonsAggregate: {count: DESC}}]) { nodes { id } }
  departments(first: 1, sort: [{lessonsAggregate: {count: DESC}}]) { nodes { id } }
}"""
WORDS = 3  # words of a title used as search text


async def find_places(http: httpx.AsyncClient) -> dict[str, str]:
    """Kind of page -> address, once the service is warmed up."""
    await http.post("/graphql", json={"query": WARM_QUERY})
    answer = (await http.post("/graphql", json={"query": MOST_QUERY})).json()
    assert "errors" not in answer, answer["errors"]
    most: dict[str, Any] = {name: (found["nodes"] or [{"id": "none"}])[0] for name, found in answer["data"].items()}
    ids = {name: quote(one["id"], safe="") for name, one in most.items()}
    words = " ".join(sorted(most["lessons"]["title"].split(), key=len)[-WORDS:])
    return {
        "overview": "/",
        "overview, all time": "/?span=all",
        "network": "/network?span=all",
        "network as a matrix": "/network?span=all&picture=matrix",
        "experts in words": f"/people?find=expert&{urlencode({'q': words})}",
        "experts in a topic": f"/people?find=expert&{urlencode({'topic': most['topics']['id']})}",
        "lessons": "/lessons?span=all",
        "lessons with words": f"/lessons?{urlencode({'q': words, 'span': 'all'})}",
        "the lesson reused most": f"/lessons/{ids['lessons']}",
        "projects": "/projects",
        "a running project": f"/projects/{ids['projects']}",
        "insights": "/insights?span=all",
        "a person": f"/people/{ids['people']}",
        "a department": f"/departments/{ids['departments']}?span=all",
        "record": "/record",
    }
