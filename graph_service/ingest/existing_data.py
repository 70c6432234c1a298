"""Reads the existing data that the staged tables refer to, before validation."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, LiteralString

from graph_service.callers import Caller, Role
from graph_service.domain.existence import count_nodes_by_label
from graph_service.domain.node_statements import KNOWN_IDS_STATEMENT, ids_by_label
from graph_service.graph import Graph
from graph_service.ingest.specification import TableSpec
from graph_service.ingest.staged_table import StagedTable, stored_staged_rows
from graph_service.ingest.stored_rows import in_parts
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.tables.departments import ALL_PART_OF_QUERY, COUNT_AFFECTED_BY_CLOSING_QUERY, READ_DEPARTMENT_DATES_QUERY
from graph_service.ingest.tables.lessons import ALL_BUILDS_ON_QUERY, ALL_RECURRENCES_QUERY, ALL_SUPERSEDES_QUERY, READ_LESSON_DATES_QUERY
from graph_service.ingest.tables.people import EMAIL_OWNERS_QUERY, READ_MEMBERSHIPS_QUERY
from graph_service.ingest.tables.projects import READ_ENDING_COUNTS_QUERY, READ_PROJECT_DATES_QUERY
from graph_service.ingest.tables.reuses import DAYS_OF_REUSES_QUERY, REUSES_OF_LESSONS_QUERY
from graph_service.ingest.tables.topics import ALL_BROADER_QUERY
from graph_service.model.days import day_after
from graph_service.model.enums import ENDED_STATUSES
from graph_service.model.labels import ENTITIES, Label

# Cycle checks need every link of the type: maps (table, column) to the query that returns the links as pairs.
LINK_QUERIES: dict[tuple[str, str], LiteralString] = {
    ("topics", "broader"): ALL_BROADER_QUERY,
    ("lessons", "buildsOn"): ALL_BUILDS_ON_QUERY,
    ("lessons", "supersedes"): ALL_SUPERSEDES_QUERY,
    ("lessons", "recurrenceOf"): ALL_RECURRENCES_QUERY,
}
RESTRICTED_LESSONS_QUERY: LiteralString = "MATCH (lesson:Lesson) WHERE lesson.audience = 'NAMED' RETURN collect(lesson.id)"
LESSON_LINKS = frozenset(column.name for column in TABLE_SPECS["lessons"].columns if column.references == "lessons")
# By table, the columns of its existing nodes that must be known whatever the import refers to, and the table of what they hold.
KEPT_REFERENCES: Mapping[str, Sequence[tuple[str, str]]] = {
    "departments": (("id", "departments"),),
    "projects": (("id", "projects"),),
    "reuses": (("lesson", "lessons"), ("project", "projects")),
}
DATES_QUERIES: Mapping[str, LiteralString] = {
    "departments": READ_DEPARTMENT_DATES_QUERY,
    "projects": READ_PROJECT_DATES_QUERY,
    "lessons": READ_LESSON_DATES_QUERY,
}
IDS_PER_READ = 2_000
QUERY_TIMEOUT = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class ExistingData:
    """The graph before the import, with dates as `date` objects. Existing nodes are with the rows of the import (`StagedRow.existing`)."""

    rows: Mapping[str, Mapping[str, Any]]
    """By relationship table and source id, the existing rows."""
    ids: Mapping[str, Set[str]]
    """By table, the ids referenced anywhere in the import that exist in the graph, and maybe others that exist."""
    nodes: Mapping[str, Mapping[str, Mapping[str, Any]]]
    """By table and id, status and dates of the departments, projects and lessons that are referenced or reused."""
    links: Mapping[tuple[str, str], Sequence[tuple[str, str]]]
    """By table and column, every link of a type that must not form a cycle."""
    part_of: Sequence[dict[str, Any]]
    """Every PART_OF relationship as a row of the structure table."""
    email_owners: Mapping[str, tuple[str, str]]
    """The id and the name of the current owner of each e-mail address in the import."""
    closing_counts: Mapping[str, Mapping[str, int]]
    """For each department that the import closes, how many of its relationships end then, and how many begin later."""
    ending_counts: Mapping[str, Mapping[str, int]]
    """For each project that the import ends, how many of its assignments end then, and how many begin later."""
    reuses_of_lessons: Sequence[Mapping[str, Any]]
    """The existing reuses of the lessons that new rows reuse."""
    first_reuses: Mapping[str, date]
    """By lesson, the day of its first reuse after the import, if the import changes the day of one of its reuses."""
    learner_memberships: Mapping[str, Sequence[Mapping[str, Any]]]
    """By person, the existing memberships of the learners in the import."""

    def without_lessons(self, hidden: Set[str], *, keep_links: bool) -> "ExistingData":
        """The data as if there were no lessons with these ids. keep_links: links with them still count where links must not form a cycle."""
        if not hidden:
            return self
        dates = {id_: row for id_, row in self.nodes["lessons"].items() if id_ not in hidden}
        links = {key: pairs if keep_links else [pair for pair in pairs if hidden.isdisjoint(pair)] for key, pairs in self.links.items()}
        return replace(
            self,
            ids={**self.ids, "lessons": dates.keys()},
            nodes={**self.nodes, "lessons": dates},
            links={key: pairs if key[0] == "lessons" else self.links[key] for key, pairs in links.items()},
        )


async def read_hidden_lessons(graph: Graph, caller: Caller | None) -> Set[str]:
    """The ids of the lessons that an import of this caller does not know: restricted ones, unless an administrator or the operator imports."""
    if caller is None or caller.role >= Role.ADMINISTRATOR:
        return frozenset()
    return frozenset(await graph.read(RESTRICTED_LESSONS_QUERY, timeout=QUERY_TIMEOUT))


async def read_existing_data(graph: Graph, tables: Mapping[str, StagedTable], hidden: Set[str] = frozenset()) -> ExistingData:
    """Reads the existing data that the tables need, a few thousand ids per query. Skips labels without nodes in the graph.

    Gives each row of a node table its existing node, as if there were no `hidden` lessons.
    """
    counts = {label.plural: count for label, count in (await count_nodes_by_label(graph)).items()}
    for table in tables.values():
        if table.spec.relationship is None and counts[table.spec.name]:
            await _add_existing(graph, table, hidden)
    rows = {spec.name: await _read_rows(graph, spec, tables, counts) for spec in TABLE_SPECS.values() if spec.relationship is not None}
    referenced = _referenced_ids(tables, rows)
    nodes = {name: await _read_dates(graph, name, query, referenced.pop(name), counts) for name, query in DATES_QUERIES.items()}
    others = {
        label.plural: await _read_ids(graph, label, referenced[label.plural], counts) for label in ENTITIES if label.plural not in nodes
    }
    ids: dict[str, Set[str]] = {**others, **{name: known.keys() for name, known in nodes.items()}}
    part_of: list[dict[str, Any]] = await graph.read(ALL_PART_OF_QUERY, timeout=QUERY_TIMEOUT)
    return ExistingData(
        rows,
        ids,
        nodes,
        await _read_links(graph, tables, counts),
        [_parse_dates("structure", row) for row in part_of],
        await _read_email_owners(graph, tables, counts),
        await _read_closing_counts(graph, tables),
        await _read_ending_counts(graph, tables),
        await _read_reuses_of_lessons(graph, tables, counts),
        await _read_first_reuses(graph, tables),
        await _read_learner_memberships(graph, tables, ids["people"]),
    )


async def _add_existing(graph: Graph, table: StagedTable, hidden: Set[str]) -> None:
    """Gives each row the node of the graph with its id, as if there were no hidden lessons."""
    rows, hidden = stored_staged_rows(), hidden if table.spec.name == "lessons" else frozenset[str]()
    for part in in_parts(table.rows, IDS_PER_READ):
        found = await graph.read(table.spec.read, {"ids": [row.values["id"] for row in part]}, timeout=QUERY_TIMEOUT)
        existing = {node["id"]: _parse_dates(table.spec.name, node) for node in found if node["id"] not in hidden}
        for row in part:
            row.existing = existing.get(row.values["id"])
            if row.existing is not None and hidden:
                row.existing |= {name: [each for each in row.existing[name] if each not in hidden] for name in LESSON_LINKS}
        rows.extend(part)
    table.rows = rows


async def _read_rows(
    graph: Graph, spec: TableSpec, tables: Mapping[str, StagedTable], counts: Mapping[str, int]
) -> dict[str, list[dict[str, Any]]]:
    ids: dict[str, None] = {}
    if spec.name in tables:
        ids.update(dict.fromkeys(row.get(spec.source) for row in tables[spec.name].rows))
    if spec.undated_column is not None and spec.undated_column[0] in tables:
        ids.update(dict.fromkeys(row.get("id") for row in tables[spec.undated_column[0]].rows))
    if not counts[spec.column(spec.source).references or spec.name]:
        return {}
    rows_by_source: dict[str, list[dict[str, Any]]] = {}
    async for row in _read_in_parts(graph, spec.read, "ids", ids):
        rows_by_source.setdefault(row[spec.source], []).append(_parse_dates(spec.name, row))
    return rows_by_source


async def _read_ids(graph: Graph, label: Label, ids: Iterable[str], counts: Mapping[str, int]) -> frozenset[str]:
    existing: set[str] = set()
    for part in in_parts(ids, IDS_PER_READ) if counts[label.plural] else ():
        existing.update((await graph.read(KNOWN_IDS_STATEMENT, ids_by_label({label: part}), timeout=QUERY_TIMEOUT))[label.plural])
    return frozenset(existing)


async def _read_links(
    graph: Graph, tables: Mapping[str, StagedTable], counts: Mapping[str, int]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    return {
        (table, column): [(source, target) for source, target in await graph.read(query, timeout=QUERY_TIMEOUT)]
        for (table, column), query in LINK_QUERIES.items()
        if table in tables and tables[table].has(column) and counts[table]
    }


async def _read_email_owners(graph: Graph, tables: Mapping[str, StagedTable], counts: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    addresses = (row.get("email") for row in tables["people"].rows) if "people" in tables and counts["people"] else ()
    owners = _read_in_parts(graph, EMAIL_OWNERS_QUERY, "emails", filter(None, addresses))
    return {row["email"]: (row["id"], row["name"]) async for row in owners}


async def _read_dates(
    graph: Graph, table: str, query: LiteralString, ids: Iterable[str], counts: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """The values of each existing node by its id. Nodes with equal values share them: there are few different days and states."""
    nodes: dict[str, dict[str, Any]] = {}
    shared: dict[tuple[Any, ...], dict[str, Any]] = {}
    async for row in _read_in_parts(graph, query, "ids", ids if counts[table] else ()):
        id_ = row.pop("id")
        values = _parse_dates(table, row)
        nodes[id_] = shared.setdefault(tuple(values.values()), values)
    return nodes


async def _read_closing_counts(graph: Graph, tables: Mapping[str, StagedTable]) -> dict[str, dict[str, int]]:
    staged = tables["departments"].rows if "departments" in tables else ()
    closings = [{"id": row.get("id"), "on": row.get("closedOn")} for row in staged if row.get("closedOn") and row.existing is not None]
    return {row["id"]: row async for row in _read_in_parts(graph, COUNT_AFFECTED_BY_CLOSING_QUERY, "closings", closings)}


async def _read_ending_counts(graph: Graph, tables: Mapping[str, StagedTable]) -> dict[str, dict[str, int]]:
    staged = tables["projects"].rows if "projects" in tables else ()
    after = (row.existing | row.values for row in staged if row.existing is not None)
    ended = [row for row in after if row["status"] in ENDED_STATUSES and row.get("endedOn")]
    endings = [{"id": row["id"], "on": day_after(row["endedOn"])} for row in ended]
    return {row["id"]: row async for row in _read_in_parts(graph, READ_ENDING_COUNTS_QUERY, "endings", endings)}


async def _read_reuses_of_lessons(graph: Graph, tables: Mapping[str, StagedTable], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    staged = tables["reuses"].rows if "reuses" in tables and counts["reuses"] else ()
    lessons = dict.fromkeys(row.get("lesson") for row in staged if row.existing is None)
    return [_parse_dates("reuses", row) async for row in _read_in_parts(graph, REUSES_OF_LESSONS_QUERY, "lessons", lessons)]


async def _read_first_reuses(graph: Graph, tables: Mapping[str, StagedTable]) -> dict[str, date]:
    staged = tables["reuses"].rows if "lessons" in tables and "reuses" in tables and tables["reuses"].has("reusedOn") else ()
    days: dict[str, date] = {}
    lessons: dict[str, None] = {}
    for row in staged:
        day = row.values.get("reusedOn")
        if row.existing is not None and day is not None and day != row.existing["reusedOn"]:
            days[row.values["id"]] = day
            lessons.update(dict.fromkeys(row.existing["lesson"]))
    first: dict[str, date] = {}
    async for lesson, reuse, day in _read_in_parts(graph, DAYS_OF_REUSES_QUERY, "lessons", lessons):
        first[lesson] = min(days.get(reuse) or date.fromisoformat(day), first.get(lesson, date.max))
    return first


async def _read_learner_memberships(graph: Graph, tables: Mapping[str, StagedTable], people: Set[str]) -> dict[str, list[dict[str, Any]]]:
    staged = tables["lessons"].rows if "lessons" in tables else ()
    learners = dict.fromkeys(person for row in staged for person in row.get("learnedBy") or () if person in people)
    memberships: dict[str, list[dict[str, Any]]] = {}
    async for row in _read_in_parts(graph, READ_MEMBERSHIPS_QUERY, "ids", learners):
        memberships.setdefault(row["person"], []).append(_parse_dates("memberships", row))
    return memberships


async def _read_in_parts(graph: Graph, query: LiteralString, parameter: str, values: Iterable[Any]) -> AsyncGenerator[Any]:
    """The rows that a query returns for these values, a few thousand of which are asked for at a time."""
    for part in in_parts(values, IDS_PER_READ):
        for row in await graph.read(query, {parameter: part}, timeout=QUERY_TIMEOUT):
            yield row


def _referenced_ids(tables: Mapping[str, StagedTable], rows: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    """By table, the ids that the import refers to, and those that the graph does in what may stay in effect after it: in rows, and in reuses."""
    referenced = {label.plural: set[str]() for label in ENTITIES}
    for name, column in (("structure", "partOf"), ("ownerships", "department")):
        referenced["departments"].update(row[column] for existing in rows[name].values() for row in existing)
    for table in tables.values():
        columns = [(column.name, column.references, column.is_list) for column in table.spec.columns if table.has(column.name)]
        links = [(name, referenced[kind], is_list) for name, kind, is_list in columns if kind]
        kept = KEPT_REFERENCES.get(table.spec.name, ())
        for row in table.rows if links or kept else ():
            for name, ids, is_list in links:
                cell = row.values[name]
                if is_list:
                    ids.update(cell)
                elif cell is not None:
                    ids.add(cell)
            existing: Mapping[str, str | list[str]] = row.existing or {}
            for name, kind in kept if existing else ():
                value = existing[name]
                referenced[kind].update((value,) if isinstance(value, str) else value)
    return referenced


def _parse_dates(table: str, row: dict[str, Any]) -> dict[str, Any]:
    for column in TABLE_SPECS[table].columns:
        text = row.get(column.name)
        if text is not None and column.cell_type.read_stored:
            row[column.name] = column.cell_type.read_stored(text)
    return row
