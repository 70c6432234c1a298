"""Statistics: counts of the graph, rounded to the nearest power of four, so that a plan changes only when the graph has grown a lot."""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, Final, LiteralString, TypeAlias

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.language.stems import NOT_KNOWN, LanguagesInUse, languages_in_use

logger = logging.getLogger(__name__)
PAUSE: Final = 60.0  # seconds between two reads
SAMPLE_AGE: Final = 3600.0  # seconds after which the samples are read again
READ_TIMEOUT: Final = 60.0  # seconds: Neo4j takes long to plan the queries for the first time, if it has just started or is busy
RETRY: Final = 5.0  # seconds after a read that failed: Neo4j has often planned the query by then
# From the count store and the indexes: milliseconds, however large the graph is.
COUNTS_QUERY: LiteralString = "CALL db.stats.retrieve('GRAPH COUNTS') YIELD data RETURN data"
REPEATED: Final = 0.5  # distinct values per node with the property, up to which the values of a sample count as repeating
UNKNOWN_NODES: Final = 1_024
UNKNOWN_RELATIONSHIPS: Final = 4_096

End: TypeAlias = tuple[str, bool]
"""The end of a relationship at a node: the type, and whether it is incoming there."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a graph, by label, relationship type and property. Before the first read there are none, and the methods return guesses."""

    labels: Mapping[str, int] = field(default_factory=dict[str, int])
    """The nodes of each label."""
    types: Mapping[str, int] = field(default_factory=dict[str, int])
    """The relationships of each type."""
    values: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """The distinct values of each indexed property."""
    present: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """The nodes that have each indexed property."""
    sampled: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict[tuple[str, str], tuple[int, int]])
    """The distinct values and the nodes that have the property, estimated from a sample of the nodes."""
    frequent: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    """The fraction of the nodes with the same value as a random node. Queries ask for such values, which are more frequent than the average."""
    shares: Mapping[tuple[str, str, Any], float] = field(default_factory=dict[tuple[str, str, Any], float])
    """The fraction of the nodes with each value that repeats in the sample, and with null."""
    same_prefix: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    """The fraction of the nodes whose text begins like that of a random node."""
    degrees: Mapping[tuple[End, End], float] = field(default_factory=dict[tuple[End, End], float])
    """How many relationships of the second end a node has that was reached by one of the first end."""
    linked: Mapping[End, float] = field(default_factory=dict[End, float])
    """The fraction of the nodes that have any relationship of the end."""
    languages: LanguagesInUse = NOT_KNOWN
    """The languages of the texts that are searched by stems."""
    key: int = field(init=False, default=0)
    """Equal for two graphs of about the same size in the same languages."""

    def __post_init__(self) -> None:
        sizes = (self.labels, self.types, self.values, self.present, self.sampled, self.frequent, self.shares, self.same_prefix)
        key = hash((*(frozenset(size.items()) for size in (*sizes, self.degrees, self.linked)), self.languages))
        object.__setattr__(self, "key", key)

    def nodes(self, label: str) -> int:
        """The number of nodes with a label, at least 1."""
        return max(self.labels.get(label, 0 if self.labels else UNKNOWN_NODES), 1)

    def relationships(self, type_: str) -> int:
        """The number of relationships of a type."""
        return self.types.get(type_, 0 if self.types else UNKNOWN_RELATIONSHIPS)

    def distinct_values(self, label: str, prop: str) -> int | None:
        """The number of distinct values of a property; None if no index has it."""
        return self.nodes(label) if prop == "id" else self.values.get((label, prop))

    def sampled_values(self, label: str, prop: str) -> int | None:
        """The estimated number of distinct values of a property; None if no sample has it."""
        return self.sampled[label, prop][0] if (label, prop) in self.sampled else None

    def nodes_with(self, label: str, prop: str) -> int:
        """About how many nodes with the label have the property; all if neither an index nor a sample has it."""
        return self.present.get((label, prop), self.sampled.get((label, prop), (0, self.nodes(label)))[1])


class CurrentStatistics:
    """The latest statistics of one graph. `follow` keeps them up to date; until the first read they are guesses.

    first_read: set when the first read has ended, even if it failed.
    """

    def __init__(
        self,
        graph: Graph,
        sample_query: LiteralString | None = None,
        languages_query: LiteralString | None = None,
        degree_queries: Sequence[LiteralString] = (),
    ) -> None:
        self._graph = graph.with_read_timeout(at_least=READ_TIMEOUT)
        self._degree_queries: Sequence[LiteralString] = degree_queries
        self._sample_query: LiteralString | None = sample_query
        self._languages_query: LiteralString | None = languages_query
        self.value = Statistics()
        self.first_read = asyncio.Event()

    async def follow(self) -> None:
        """Reads the statistics regularly until cancelled: counts and languages every PAUSE seconds, because they cost little; samples when the
        counts have changed, or after SAMPLE_AGE. The statistics stay guesses if the database user has no right to read them."""
        seen, sampled_at = Statistics(), 0.0
        while True:
            pause = PAUSE
            try:
                sizes = await read_statistics(self._graph, languages_query=self._languages_query)
                if not self.value.labels:  # Neo4j may take seconds to plan the other queries for the first time
                    self.value = sizes
                if sizes.key != seen.key or time.monotonic() > sampled_at + SAMPLE_AGE:
                    self.value = await read_statistics(self._graph, self._sample_query, self._languages_query, self._degree_queries)
                    seen, sampled_at = sizes, time.monotonic()
            except Exception as error:  # of any kind, such as an unexpected form of the counts: the next read may succeed
                reason = error.message if isinstance(error, GraphServiceError) else type(error).__name__
                logger.warning("The sizes of the graph could not be read, so plans use guesses: %s", reason)
                pause = min(RETRY, PAUSE)
            self.first_read.set()
            await asyncio.sleep(pause)


async def read_statistics(
    graph: Graph,
    sample_query: LiteralString | None = None,
    languages_query: LiteralString | None = None,
    degree_queries: Sequence[LiteralString] = (),
) -> Statistics:
    """The statistics of the graph.

    sample_query: returns a list of rows [label, property, nodes in the sample, nodes that have the property, distinct values, ordered pairs
    of nodes with the same value, ordered pairs whose texts have the same prefix, rows [value, nodes] of values that repeat].
    languages_query: returns a list of rows [language, texts in it]. degree_queries: return lists of rows [type and direction of one end of
    relationships, of another end, nodes in the sample, those with relationships of the first, number of these, sum of the products of both
    numbers by node].
    """
    data = await graph.read(COUNTS_QUERY, {})
    indexes = {
        (entry["labels"][0], entry["properties"][0]): entry
        for entry in data["indexes"]
        if entry["indexType"] == "RANGE" and len(entry["properties"]) == 1 and entry.get("labels")
    }
    # Each type is listed once as a whole, and once for each label at one of its ends.
    types = (entry for entry in data["relationships"] if not entry.keys() & {"startLabel", "endLabel"})
    properties: list[list[Any]] = await graph.read(sample_query, {}) if sample_query else []
    degrees: list[list[Any]] = [row for query in degree_queries for row in await graph.read(query, {})]
    labels = {entry["label"]: entry["count"] for entry in data["nodes"] if "label" in entry}
    return Statistics(
        _rounded(data["nodes"], "label"),
        _rounded(types, "relationshipType"),
        {key: round_count(entry["estimatedUniqueSize"]) for key, entry in indexes.items()},
        {key: round_count(entry["totalSize"]) for key, entry in indexes.items()},
        {(label, name): _extrapolate(labels.get(label, 0), *counts) for label, name, *counts, _, _, _ in properties},
        {(label, name): _round_share(pairs, size * having) for label, name, size, having, _, pairs, _, _ in properties if pairs},
        _missing(labels, indexes) | _shares(properties),
        {(label, name): _round_share(pairs, size * having) for label, name, size, having, _, _, pairs, _ in properties if pairs},
        {((*first,), (*second,)): round_degree(products / total) for first, second, _, _, total, products in degrees if total},
        {(*first,): _round_share(having, size) for first, second, size, having, *_ in degrees if first == second},
        languages_in_use(await graph.read(languages_query, {})) if languages_query else NOT_KNOWN,
    )


def _shares(properties: list[list[Any]]) -> dict[tuple[str, str, Any], float]:
    """The fraction of the nodes with each value that repeats in the sample, and without any value."""
    shares = {
        (label, name, value): _round_share(nodes, size) for label, name, size, *_, repeated in properties for value, nodes in repeated
    }
    return shares | {(label, name, None): _round_share(size - having, size) for label, name, size, having, *_ in properties}


def _missing(labels: Mapping[str, int], indexes: Mapping[tuple[str, str], Any]) -> dict[tuple[str, str, Any], float]:
    """The fraction of the nodes that lack an indexed property. Index sizes lag behind, so a sample of the property is preferred."""
    sizes = {key: (labels.get(key[0], 0), entry["totalSize"]) for key, entry in indexes.items()}
    return {(*key, None): _round_share(max(nodes - size, 0), max(nodes, size)) for key, (nodes, size) in sizes.items()}


def _extrapolate(nodes: int, size: int, having: int, values: int) -> tuple[int, int]:
    """The estimated numbers of distinct values and of nodes that have the property, from the numbers in a sample.

    If values repeat in the sample, it is taken to contain all of them. Otherwise their number is scaled up like the number of nodes.
    """
    scale = nodes / size
    return round_count(values if values <= having * REPEATED else round(values * scale)), round_count(round(having * scale))


def _rounded(entries: Iterable[dict[str, Any]], name: str) -> dict[str, int]:
    return {entry[name]: round_count(entry["count"]) for entry in entries if name in entry}


def _round_share(part: int, whole: int) -> float:
    """A fraction whose odds are rounded to the nearest power of four, so that its complement is as exact: 0.85 -> 0.8, 0.1 -> 0.06."""
    odds = 4.0 ** round(log((part + 0.5) / (whole - part + 0.5), 4))
    return odds / (1 + odds)


def round_count(count: int) -> int:
    """The nearest power of four: 3 -> 4, 60 -> 64, 100,000 -> 65,536. 0 stays 0."""
    return 4 ** round(log(count, 4)) if count else 0


def round_degree(number: float) -> float:
    """The nearest power of four, or 0 for less than a hundredth: 0.3 -> 0.25, 60 -> 64."""
    return 4.0 ** round(log(number, 4)) if number >= 0.01 else 0
