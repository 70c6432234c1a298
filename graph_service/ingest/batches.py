"""The transactions of an import: its differences in parts of a few thousand rows, in the order in which they are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, LiteralString

from graph_service.domain.capture.unlinked_drafts import LINK_ALL_WAITING_DRAFTS_QUERY
from graph_service.domain.organisation.closings import END_ASSIGNMENTS_QUERY, END_OWNERS_OF_QUERY, END_PARENTS_OF_QUERY
from graph_service.domain.parsing import drop_absent
from graph_service.ingest.diff import NodeDiff, RowDiff, TableDiff
from graph_service.ingest.specification import ColumnSpec, TableSpec
from graph_service.ingest.stored_rows import in_parts
from graph_service.ingest.tables.lessons import RETIRE_LESSONS_QUERY
from graph_service.ingest.tables.people import RELEASE_EMAILS_QUERY
from graph_service.language.lesson_stems import STEMS, stem_properties
from graph_service.model.labels import ENTITIES, Label

ROWS_PER_BATCH = 5_000
# The columns from which the departments of a lesson, and the departments, scope and readers of its reuses are derived.
LESSON_SOURCES = ("learnedOn", "learnedBy", "learnedIn", "audience")
SHOWN_SOURCES = ("name", "discoverable")  # the columns from which shownId and shownName of a person are derived
REUSE_SOURCES = ("reusedOn", "lesson", "person", "department")
ENDING_QUERIES: Mapping[str, LiteralString] = {"departments": END_PARENTS_OF_QUERY, "projects": END_OWNERS_OF_QUERY}

BY_PLURAL: Mapping[str, Label] = {label.plural: label for label in ENTITIES}

Statement = tuple[LiteralString, dict[str, Any]]


@dataclass(slots=True)
class Batch:
    """One transaction."""

    table: str
    size: int
    """The number of changes, for the progress report."""
    statements: list[Statement] = field(default_factory=list[Statement])
    """In the order in which they run."""
    shown: list[str] = field(default_factory=list[str])
    """The ids of people whose shown names are derived again (see domain/organisation/discoverability.py)."""
    lessons: list[str] = field(default_factory=list[str])
    """The ids of lessons whose departments are derived again."""
    reuses: list[str] = field(default_factory=list[str])
    """The ids of reuses whose departments are derived again."""
    people: list[str] = field(default_factory=list[str])
    """The ids of people the departments of whose lessons and reuses are derived again."""
    rows: list[RowDiff] = field(default_factory=list[RowDiff])
    """The rows of the import that the changes come from."""
    stemmed: Sequence[str] = ()
    """The ids of existing lessons whose texts or language change."""
    closings: Sequence[dict[str, Any]] = ()
    """Departments whose memberships, ownerships and parent links end (see domain/organisation/closings.py)."""
    endings: Sequence[dict[str, Any]] = ()
    """Projects whose assignments end."""
    named: Mapping[Label, Sequence[str]] = field(default_factory=dict[Label, Sequence[str]])
    """By label, the existing nodes that the rows are about."""
    created: Mapping[Label, Sequence[str]] = field(default_factory=dict[Label, Sequence[str]])
    """By label, the new nodes."""


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences to write, by table, and the position of the activity log at which the graph was read for the comparison.

    `retirements` lists the superseded lessons that are not in the tables, with the date of their retirement; `closings` lists the
    departments whose memberships, ownerships and parent links end because they close, with the day. For `endings` and `resumed` see
    StagingArea.
    """

    position: int
    tables: Mapping[str, TableDiff]
    retirements: Sequence[dict[str, Any]]
    closings: Sequence[dict[str, Any]]
    endings: Sequence[dict[str, Any]]
    resumed: Mapping[str, Sequence[str]]

    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        others = (self.retirements, self.closings, self.endings, self.resumed)
        return not any(others) and not any(diff.nodes or diff.relationships for diff in self.tables.values())


def make_batches(differences: Differences) -> Iterator[Batch]:
    """All batches, in the order in which they are written."""
    now = datetime.now(UTC)
    for table, diff in differences.tables.items():
        if table == "people":
            yield from _email_batches(diff)
        yield from _node_batches(diff, now)
        yield from _relationship_batches(diff)
        if table == "lessons":
            yield from _retirement_batches(differences.retirements)
        if table == "departments" and differences.closings:
            yield Batch(table, 0, closings=differences.closings)
        if table in ENDING_QUERIES:
            yield from _ending_batches(differences, table)


def _ending_batches(differences: Differences, table: str) -> Iterator[Batch]:
    """Yields batches that end the parents or owners of what continues after they closed, and the assignments of projects that end."""
    for part in in_parts(differences.resumed.get(table, ()), ROWS_PER_BATCH):
        yield Batch(table, 0, [(ENDING_QUERIES[table], {"ids": part})], named={BY_PLURAL[table]: part})
    for part in in_parts(differences.endings if table == "projects" else (), ROWS_PER_BATCH):
        yield Batch(table, 0, [(END_ASSIGNMENTS_QUERY, {"endings": part})], endings=part)


def _email_batches(diff: TableDiff) -> Iterator[Batch]:
    """Yields batches that remove changing e-mail addresses first, because another row may reuse one of them."""
    for part in in_parts((node.id for node in diff.nodes if not node.new and "email" in node.properties), ROWS_PER_BATCH):
        yield Batch("people", 0, [(RELEASE_EMAILS_QUERY, {"ids": part})], named={Label.PERSON: part})


def _node_batches(diff: TableDiff, now: datetime) -> Iterator[Batch]:
    """Yields batches that write nodes with their links to other tables, then batches for links within the table, after all its nodes."""
    spec = diff.spec
    outer = [column for column in spec.columns if column.relationship and column.references != spec.name]
    inner = [column for column in spec.columns if column.relationship and column.references == spec.name]
    for part in in_parts(diff.nodes, ROWS_PER_BATCH):
        batch = Batch(spec.name, len(part), [*_node_statements(spec, part, now), *_link_statements(outer, part)])
        batch.named = {BY_PLURAL[spec.name]: [node.id for node in part if not node.new]}
        batch.created = {BY_PLURAL[spec.name]: [node.id for node in part if node.new]}
        batch.rows = [RowDiff(spec.name, node.line, node.new) for node in part]
        if spec.name == "people":
            batch.shown = [node.id for node in part if node.changes_any(*SHOWN_SOURCES)]
        if spec.name == "projects":
            batch.statements.append((LINK_ALL_WAITING_DRAFTS_QUERY, {}))
        if spec.name == "lessons":
            batch.lessons = [node.id for node in part if node.changes_any(*LESSON_SOURCES)]
            batch.stemmed = [node.id for node in part if not node.new and not node.properties.keys().isdisjoint({*STEMS, "language"})]
        if spec.name == "reuses":
            batch.reuses = [node.id for node in part if node.changes_any(*REUSE_SOURCES)]
        yield batch
    nodes = diff.nodes if inner else ()
    linked = (node for node in nodes if any(column.name in links for column in inner for links in (node.added, node.removed)))
    for part in in_parts(linked, ROWS_PER_BATCH):
        yield Batch(
            spec.name, 0, list(_link_statements(inner, part)), named={BY_PLURAL[spec.name]: [node.id for node in part if not node.new]}
        )


def _node_statements(spec: TableSpec, nodes: Sequence[NodeDiff], now: datetime) -> Iterator[Statement]:
    new = [node.properties | _stems(spec, node.properties) for node in nodes if node.new]
    changed = [node.properties | {"id": node.id} for node in nodes if not node.new and node.properties]
    if new and spec.create:
        yield spec.create, {"rows": new, "now": now}
    if changed and spec.update:
        yield spec.update, {"rows": changed, "now": now}


def _stems(spec: TableSpec, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The stems of the texts of a new lesson."""
    return drop_absent(stem_properties(properties, properties.get("language"))) if spec.name == "lessons" else {}


def _link_statements(columns: Sequence[ColumnSpec], nodes: Sequence[NodeDiff]) -> Iterator[Statement]:
    for column in columns:
        removed = [{"source": node.id, "target": target} for node in nodes for target in node.removed.get(column.name, ())]
        added = [{"source": node.id, "target": target} for node in nodes for target in node.added.get(column.name, ())]
        if removed and column.relationship:
            yield column.relationship.delete, {"links": removed}
        if added and column.relationship:
            yield column.relationship.create, {"links": added}


def _relationship_batches(diff: TableDiff) -> Iterator[Batch]:
    """Yields batches that write relationships. All relationships of one source node are in the same batch."""
    queries = diff.spec.relationship
    for part in in_parts(diff.relationships, ROWS_PER_BATCH):
        removed = [link for relationships in part for link in relationships.removed]
        added = [link for relationships in part for link in relationships.added]
        batch = Batch(diff.spec.name, len(removed) + len(added), rows=[row for relationships in part for row in relationships.rows])
        batch.named = {source_label(diff.spec): [relationships.source for relationships in part]}
        if queries and removed:
            batch.statements.append((queries.delete, {"links": removed}))
        if queries and added:
            batch.statements.append((queries.create, {"links": added}))
        if diff.spec.name == "memberships":
            batch.people = [relationships.source for relationships in part]
        yield batch


def _retirement_batches(retirements: Sequence[dict[str, Any]]) -> Iterator[Batch]:
    """Yields batches that retire lessons superseded by the file but not in it."""
    for part in in_parts(retirements, ROWS_PER_BATCH):
        yield Batch("lessons", 0, [(RETIRE_LESSONS_QUERY, {"rows": part})], named={Label.LESSON: [row["id"] for row in part]})


def source_label(spec: TableSpec) -> Label:
    """The label of the nodes that the rows of a table belong to: of the nodes themselves, or of the sources of relationships."""
    return BY_PLURAL[spec.column(spec.source).references or spec.name]
