"""/tables/network.graphml: networkx reads the network that GraphQL returns."""

import io

import httpx
import networkx as nx

from graph_service.api.tables.graphml import write_graphml
from graph_service.graph import Graph
from tests.api.seed_tables import Ask


async def test_networkx_reads_the_network(seeded: Graph, ask: Ask, http: httpx.AsyncClient) -> None:
    response = await http.get("/tables/network.graphml", params={"from": "2023-01-01", "to": "2026-01-01"})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/graphml+xml")
    assert response.headers["graph-as-of"]
    graph = nx.read_graphml(io.BytesIO(response.content))
    query = """{ network(window: {from: "2023-01-01", to: "2026-01-01"}) { nodeGraph {
      nodes { key title mainstat detail__people } edges { key source target mainstat detail__events } } } }"""
    expected = (await ask(query))["network"]["nodeGraph"]
    assert graph.is_directed()
    assert {key: (node["label"], node["reuses_made"], node["people"]) for key, node in graph.nodes.items()} == {
        node["key"]: (node["title"], node["mainstat"], node["detail__people"]) for node in expected["nodes"]
    }
    assert {(*ends, edge["weight"], edge["events"]) for ends, edge in graph.edges.items()} == {
        (edge["source"], edge["target"], edge["mainstat"], edge["detail__events"]) for edge in expected["edges"]
    }
    assert "Small departments of Places" in {node["label"] for node in graph.nodes.values()}


async def test_unknown_topic_and_parameter_are_refused(seeded: Graph, http: httpx.AsyncClient) -> None:
    for parameters, field in (({"topic": "none"}, "topic"), ({"day": "1"}, "day")):
        response = await http.get("/tables/network.graphml", params=parameters)
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"]["field"] == field


def test_characters_that_xml_cannot_have_are_replaced() -> None:
    node = dict.fromkeys(("verdict", "reuses_made", "reuses_received", "share_internal", "share_across", "share_unattributed"), 0)
    node |= {"id": "a", "label": "A\x01 & <B>", "events": 0, "people": 0}
    graph = nx.read_graphml(io.BytesIO(write_graphml({"network": {"nodeGraph": {"nodes": [node], "edges": []}}})))
    assert graph.nodes["a"]["label"] == "A\ufffd & <B>"
