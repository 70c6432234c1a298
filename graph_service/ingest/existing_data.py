"""Reads the stored data that the tables refer to, before validation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from graph_service.domain.existence import KNOWN_IDS_QUERY, ids_by_label
from graph_service.graph import Graph
from graph_service.ingest.cell_types import DAY, INSTANT
from graph_service.ingest.specification import Noun
from graph_service.ingest.staged_table import Sheet
from graph_service.ingest.tables import NOUNS
from graph_service.ingest.tables.departments import ALL_PART_OF_QUERY
from graph_service.ingest.tables.lessons import ALL_BUILDS_ON_QUERY, ALL_RECURRENCES_QUERY, ALL_SUPERSEDES_QUERY, NAMED_LESSONS_QUERY
from graph_service.ingest.tables.people import EMAIL_OWNERS_QUERY
from graph_service.ingest.tables.topics import ALL_BROADER_QUERY
from graph_service.model.labels import ENTITIES, Label

COUNTS_QUERY: LiteralString = """
RETURN {
  departments: COUNT { (:Department) },
  topics: COUNT { (:Topic) },
  people: COUNT { (:Person) },
  projects: COUNT { (:Project) },
  lessons: COUNT { (:Lesson) },
  reuses: COUNT { (:Reuse) },
  rundowns: COUNT { (:Rundown) }
} AS counts
"""
# Cycle checks need every link of the type: maps (table, column) to the statement that returns the links as pairs.
CHAINS: dict[tuple[str, str], LiteralString] = {
    ("topics", "broader"): ALL_BROADER_QUERY,
    ("lessons", "buildsOn"): ALL_BUILDS_ON_QUERY,
    ("lessons", "supersedes"): ALL_SUPERSEDES_QUERY,
    ("lessons", "recurrenceOf"): ALL_RECURRENCES_QUERY,
}
IDS_AT_ONCE = 5_000
SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Stored:
    """The graph before the import, with dates as `date` objects.

    `rows`: for each table in the import, the stored row by id; for a relationship table, the list of stored rows by source id.
    `known`: for each table, the ids referenced anywhere in the import that exist in the graph.
    `lessons`: status and dates of the lessons that are referenced or reused.
    `chains`: every link of the types that must not form a cycle. `part_of`: every PART_OF relationship as a row of the structure table.
    `emails`: the id of the current owner of each e-mail address in the import.
    """

    rows: Mapping[str, Mapping[str, Any]]
    known: Mapping[str, frozenset[str]]
    lessons: Mapping[str, Mapping[str, Any]]
    chains: Mapping[tuple[str, str], Sequence[tuple[str, str]]]
    part_of: Sequence[Mapping[str, Any]]
    emails: Mapping[str, str]


async def read_stored(graph: Graph, sheets: Mapping[str, Sheet]) -> Stored:
    """Reads the stored data that the sheets need, a few thousand ids per query. Skips labels without nodes in the graph."""
    counts: dict[str, int] = await graph.read(COUNTS_QUERY)
    named = _named_ids(sheets)
    rows = {noun.table: await _read_rows(graph, noun, sheets, counts) for noun in NOUNS.values()}
    known = {
        label.plural: frozenset(await _read_known(graph, label, named.get(label.plural, ()))) if counts[label.plural] else frozenset[str]()
        for label in ENTITIES
    }
    reused = {lesson for row in rows["reuses"].values() for lesson in row["lesson"]}
    lessons = await _read_all(graph, NAMED_LESSONS_QUERY, "ids", known["lessons"] | reused)
    chains = {
        (table, column): [(source, target) for source, target in await graph.read(query, timeout=SECONDS)]
        for (table, column), query in CHAINS.items()
        if table in sheets and sheets[table].has(column) and counts[table]
    }
    part_of: list[dict[str, Any]] = await graph.read(ALL_PART_OF_QUERY, timeout=SECONDS)
    emails = [row.get("email") for row in sheets["people"].rows] if "people" in sheets and counts["people"] else []
    owners = await _read_all(graph, EMAIL_OWNERS_QUERY, "emails", filter(None, emails))
    return Stored(
        rows,
        known,
        {row["id"]: _with_days("lessons", row) for row in lessons},
        chains,
        [_with_days("structure", row) for row in part_of],
        {row["email"]: row["id"] for row in owners},
    )


async def _read_rows(graph: Graph, noun: Noun, sheets: Mapping[str, Sheet], counts: Mapping[str, int]) -> dict[str, Any]:
    ids: dict[str, None] = {}
    if noun.table in sheets:
        ids.update(dict.fromkeys(row.get(noun.source) for row in sheets[noun.table].rows))
    if noun.beside is not None and noun.beside[0] in sheets:
        ids.update(dict.fromkeys(row.get("id") for row in sheets[noun.beside[0]].rows))
    if not counts[noun.column(noun.source).refers or noun.table]:
        return {}
    found = [_with_days(noun.table, row) for row in await _read_all(graph, noun.stored, "ids", ids)]
    if noun.link is None:
        return {row["id"]: row for row in found}
    grouped: dict[str, Any] = {}
    for row in found:
        grouped.setdefault(row[noun.source], []).append(row)
    return grouped


async def _read_all(graph: Graph, query: LiteralString, parameter: str, values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for part in chunks(list(values), IDS_AT_ONCE):
        found += await graph.read(query, {parameter: part}, timeout=SECONDS)
    return found


async def _read_known(graph: Graph, label: Label, ids: Iterable[str]) -> list[str]:
    known: list[str] = []
    for part in chunks(list(ids), IDS_AT_ONCE):
        known += (await graph.read(KNOWN_IDS_QUERY, ids_by_label({label: part}), timeout=SECONDS))[label.plural]
    return known


def chunks(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Splits the values into slices of at most `size`, in order."""
    return (values[start : start + size] for start in range(0, len(values), size))


def _named_ids(sheets: Mapping[str, Sheet]) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for sheet in sheets.values():
        for column in sheet.noun.columns:
            if column.refers and sheet.has(column.name):
                cells = (row.values[column.name] for row in sheet.rows)
                ids = (each for cell in cells for each in cell) if column.many else (cell for cell in cells if cell is not None)
                named.setdefault(column.refers, set()).update(ids)
    return named


def _with_days(table: str, row: dict[str, Any]) -> dict[str, Any]:
    for column in NOUNS[table].columns:
        text = row.get(column.name)
        if text is not None and column.kind in (DAY, INSTANT):
            row[column.name] = column.kind.read(text)
    return row
