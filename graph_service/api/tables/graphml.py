"""The network between groups as GraphML (http://graphml.graphdrawing.org), which Gephi, yEd, networkx and igraph read."""

import re
from collections.abc import Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from graph_service.api.tables.catalog import SCOPE, Table

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NETWORK_DOCUMENT: Final = """
query Network($from: Date, $to: Date, $level: Int, $topic: ID) {
  network(window: {from: $from, to: $to}, level: $level, topic: $topic) {
    nodeGraph {
      nodes {
        id: key label: title verdict: subtitle reuses_made: mainstat reuses_received: secondarystat
        share_internal: arc__internal share_across: arc__across share_unattributed: arc__unattributed
        events: detail__events people: detail__people
      }
      edges { id: key source target weight: mainstat events: detail__events people: detail__people }
    }
  }
}
"""
NETWORK: Final = Table("network", "The groups and what they reused from each other, as GraphML.", SCOPE, NETWORK_DOCUMENT)
NODE_FIGURES: Final = {
    "label": "string",
    "verdict": "string",
    "reuses_made": "double",
    "reuses_received": "double",
    "share_internal": "double",
    "share_across": "double",
    "share_unattributed": "double",
    "events": "int",
    "people": "int",
}
EDGE_FIGURES: Final = {"weight": "double", "events": "int", "people": "int"}


def write_graphml(data: Any) -> bytes:
    """The GraphML file of the response to NETWORK_DOCUMENT: a directed graph, from the source of lessons to those who reused them."""
    found = data["network"]["nodeGraph"]
    root = Element("graphml", xmlns=NAMESPACE)
    for kind, figures in (("node", NODE_FIGURES), ("edge", EDGE_FIGURES)):
        for name, type_ in figures.items():
            SubElement(root, "key", {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": type_})
    graph = SubElement(root, "graph", id="network", edgedefault="directed")
    for node in found["nodes"]:
        _add(graph, "node", node, ("id",), NODE_FIGURES)
    for edge in found["edges"]:
        _add(graph, "edge", edge, ("id", "source", "target"), EDGE_FIGURES)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _add(graph: Element, kind: str, item: Mapping[str, Any], attributes: tuple[str, ...], figures: Mapping[str, str]) -> None:
    element = SubElement(graph, kind, {name: _text(item[name]) for name in attributes})
    for name in figures:
        SubElement(element, "data", key=f"{kind}_{name}").text = _text(item[name])


def _text(value: Any) -> str:
    """The value without characters that XML cannot have."""
    return NOT_IN_XML.sub("\ufffd", str(value))
