"""Statistics: how much the graph holds, to the nearest power of four, so that a plan changes only when the graph has grown a lot."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any, Final, LiteralString

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph

logger = logging.getLogger(__name__)
PAUSE: Final = 60.0  # seconds between two reads
# From the count store and the indexes: milliseconds, however large the graph is.
COUNTS_QUERY: LiteralString = "CALL db.stats.retrieve('GRAPH COUNTS') YIELD data RETURN data"
UNKNOWN_NODES: Final = 1_024
UNKNOWN_RELATIONSHIPS: Final = 4_096


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of nodes by label, of relationships by type, and by label and indexed property of distinct values and of nodes that have it.

    Without any numbers, as before the first read, they are guesses. `key`: equal for two graphs of about the same size.
    """

    labels: Mapping[str, int] = field(default_factory=dict[str, int])
    types: Mapping[str, int] = field(default_factory=dict[str, int])
    values: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    present: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    key: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        counts = (*self.labels.items(), *self.types.items(), *self.values.items(), *self.present.items())
        object.__setattr__(self, "key", hash(frozenset(counts)))

    def nodes(self, label: str) -> int:
        """The number of nodes with a label, at least 1."""
        return max(self.labels.get(label, 0 if self.labels else UNKNOWN_NODES), 1)

    def relationships(self, type_: str) -> int:
        """The number of relationships of a type."""
        return self.types.get(type_, 0 if self.types else UNKNOWN_RELATIONSHIPS)

    def distinct_values(self, label: str, prop: str) -> int | None:
        """The number of distinct values of a property; None if no index has it."""
        return self.nodes(label) if prop == "id" else self.values.get((label, prop))


class CurrentStatistics:
    """The latest statistics of one graph. `follow` keeps them up to date; until the first read they are guesses."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.value = Statistics()

    async def follow(self) -> None:
        """Reads them regularly until cancelled. Guesses remain where the user of the database must not read them."""
        while True:
            try:
                self.value = await read_statistics(self._graph)
            except GraphServiceError as error:
                logger.warning("The sizes of the graph could not be read, so that plans rest on guesses: %s", error.message)
            await asyncio.sleep(PAUSE)


async def read_statistics(graph: Graph) -> Statistics:
    """The statistics of the graph."""
    data = await graph.read(COUNTS_QUERY, {})
    indexes = {
        (entry["labels"][0], entry["properties"][0]): entry
        for entry in data["indexes"]
        if entry["indexType"] == "RANGE" and len(entry["properties"]) == 1 and entry.get("labels")
    }
    # Each type is listed once as a whole, and once for each label at one of its ends.
    types = (entry for entry in data["relationships"] if not entry.keys() & {"startLabel", "endLabel"})
    return Statistics(
        _rounded(data["nodes"], "label"),
        _rounded(types, "relationshipType"),
        {key: round_count(entry["estimatedUniqueSize"]) for key, entry in indexes.items()},
        {key: round_count(entry["totalSize"]) for key, entry in indexes.items()},
    )


def _rounded(entries: Iterable[dict[str, Any]], name: str) -> dict[str, int]:
    return {entry[name]: round_count(entry["count"]) for entry in entries if name in entry}


def round_count(count: int) -> int:
    """The nearest power of four: 3 -> 4, 60 -> 64, 100,000 -> 65,536. 0 stays 0."""
    return 4 ** round(log(count, 4)) if count else 0
