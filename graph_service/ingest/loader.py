"""Writes changes to the graph in batches of a few thousand rows.

Each batch is one transaction that leaves the graph consistent; the last one also writes the Activity.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, LiteralString

from graph_service.domain.activity import activity_parameters, lock_activity_log, record_activity
from graph_service.domain.attribution import attribute_events_of, attribute_lessons, attribute_reuses
from graph_service.graph import Graph, WriteTransaction
from graph_service.ingest.diff import Change, TableChanges
from graph_service.ingest.existing_data import chunks
from graph_service.ingest.specification import Column
from graph_service.ingest.tables.lessons import RETIRE_LESSONS_QUERY
from graph_service.ingest.tables.people import RELEASE_EMAILS_QUERY

ROWS_AT_ONCE = 5_000
LESSON_SOURCES = ("learnedOn", "learnedBy", "learnedIn")
REUSE_SOURCES = ("reusedOn", "lesson", "person", "department")

Progress = Callable[[str, int, int], None]
Statement = tuple[LiteralString, dict[str, Any]]


@dataclass(slots=True)
class Batch:
    """One transaction: the statements in order, then the ids of the lessons, reuses and people whose departments are derived again.

    `size` is the number of changes, for the progress report.
    """

    table: str
    size: int
    statements: list[Statement] = field(default_factory=list[Statement])
    lessons: list[str] = field(default_factory=list[str])
    reuses: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])


def _node_batches(changes: TableChanges, now: Any) -> Iterator[Batch]:
    """Yields batches that write nodes with their links to other tables, then batches for links within the table, after all its nodes."""
    noun = changes.noun
    outward = [column for column in noun.columns if column.link and column.refers != noun.table]
    inward = [column for column in noun.columns if column.link and column.refers == noun.table]
    for part in chunks(changes.nodes, ROWS_AT_ONCE):
        batch = Batch(noun.table, len(part), [*_node_statements(noun.create, noun.update, part, now), *_link_statements(outward, part)])
        if noun.table == "lessons":
            batch.lessons = [change.id for change in part if change.touches(*LESSON_SOURCES)]
        if noun.table == "reuses":
            batch.reuses = [change.id for change in part if change.touches(*REUSE_SOURCES)]
        yield batch
    linked = [
        change for change in changes.nodes if any(column.name in side for column in inward for side in (change.added, change.removed))
    ]
    for part in chunks(linked, ROWS_AT_ONCE):
        yield Batch(noun.table, 0, list(_link_statements(inward, part)))


def _node_statements(create: LiteralString | None, update: LiteralString | None, part: Sequence[Change], now: Any) -> Iterator[Statement]:
    new = [change.properties for change in part if change.new]
    changed = [change.properties | {"id": change.id} for change in part if not change.new and change.properties]
    if new and create:
        yield create, {"rows": new, "now": now}
    if changed and update:
        yield update, {"rows": changed, "now": now}


def _link_statements(columns: Sequence[Column], part: Sequence[Change]) -> Iterator[Statement]:
    for column in columns:
        removed = [{"source": change.id, "target": target} for change in part for target in change.removed.get(column.name, ())]
        added = [{"source": change.id, "target": target} for change in part for target in change.added.get(column.name, ())]
        if removed and column.link:
            yield column.link.delete, {"links": removed}
        if added and column.link:
            yield column.link.create, {"links": added}


def _email_batches(changes: TableChanges) -> Iterator[Batch]:
    """Yields batches that remove changing e-mail addresses first, because another row may reuse one of them."""
    for part in chunks([change.id for change in changes.nodes if not change.new and "email" in change.properties], ROWS_AT_ONCE):
        yield Batch("people", 0, [(RELEASE_EMAILS_QUERY, {"ids": list(part)})])


def _link_batches(changes: TableChanges) -> Iterator[Batch]:
    """Yields batches that write relationships. All relationships of one source node are in the same batch."""
    noun, link = changes.noun, changes.noun.link
    for part in chunks(changes.links, ROWS_AT_ONCE):
        removed = [each for links in part for each in links.removed]
        added = [each for links in part for each in links.added]
        batch = Batch(noun.table, len(removed) + len(added))
        if link and removed:
            batch.statements.append((link.delete, {"links": removed}))
        if link and added:
            batch.statements.append((link.create, {"links": added}))
        if noun.table == "memberships":
            batch.people = [links.source for links in part]
        yield batch


def _retirement_batches(lessons: Sequence[dict[str, Any]]) -> Iterator[Batch]:
    """Yields batches that retire lessons superseded by the file but not in it."""
    for part in chunks(lessons, ROWS_AT_ONCE):
        yield Batch("lessons", 0, [(RETIRE_LESSONS_QUERY, {"rows": list(part)})])


async def load(graph: Graph, changes: Mapping[str, TableChanges], retired: Sequence[dict[str, Any]], progress: Progress | None) -> None:
    """Writes the changes in batches; the last batch includes the Activity of the whole import. Without changes there is no Activity.

    Each batch is consistent by itself, so a killed import leaves a consistent graph and the next import completes it. `retired` lists the
    superseded lessons that are not in the tables, with the date of their retirement.
    """
    done = dict.fromkeys(changes, 0)
    batches = _batches(changes, retired)
    batch = next(batches, None)
    while batch is not None:
        following = next(batches, None)
        await graph.write(partial(_write, batch, following is None))
        done[batch.table] += batch.size
        if progress:
            progress(batch.table, done[batch.table], changes[batch.table].size)
        batch = following


def _batches(changes: Mapping[str, TableChanges], retired: Sequence[dict[str, Any]]) -> Iterator[Batch]:
    now = datetime.now(UTC)
    for table, found in changes.items():
        if table == "people":
            yield from _email_batches(found)
        yield from _node_batches(found, now)
        yield from _link_batches(found)
        if table == "lessons":
            yield from _retirement_batches(retired)


async def _write(batch: Batch, last: bool, tx: WriteTransaction) -> None:
    await lock_activity_log(tx)
    for query, parameters in batch.statements:
        await tx.run(query, parameters)
    await attribute_lessons(tx, batch.lessons)
    await attribute_reuses(tx, batch.reuses)
    await attribute_events_of(tx, batch.people)
    if last:
        await record_activity(tx, activity_parameters("IMPORT", None, None, (), None))
