"""Changes into the graph: batches of a few thousand rows, each one transaction that leaves the graph true, the last with the Activity."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString

from graph_service.graph import Graph, WriteTransaction
from graph_service.intake.changes import Change, Links, TableChanges
from graph_service.intake.columns import Column, Noun
from graph_service.intake.nouns.lessons import UPDATE_LESSONS_QUERY
from graph_service.intake.nouns.people import RELEASE_EMAILS_QUERY
from graph_service.intake.stored import chunks
from graph_service.knowledge.activity import record_activity, take_turn
from graph_service.knowledge.attribution import attribute_events_of, attribute_lessons, attribute_reuses

ROWS_AT_ONCE = 5_000
LESSON_SOURCES = ("learnedOn", "learnedBy", "learnedIn")
REUSE_SOURCES = ("reusedOn", "lesson", "person", "department")

Progress = Callable[[str, int, int], None]
Statement = tuple[LiteralString, dict[str, Any]]


@dataclass(slots=True)
class Batch:
    """One transaction: its statements in order, then the lessons, reuses and people whose departments follow anew; `rows` for progress."""

    table: str
    rows: int
    statements: list[Statement] = field(default_factory=list[Statement])
    lessons: list[str] = field(default_factory=list[str])
    reuses: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])


def node_batches(changes: TableChanges, now: Any) -> Iterator[Batch]:
    """The batches that write a table of nodes and their links to other tables; links within the table come after all its nodes."""
    noun = changes.noun
    outward = [column for column in noun.columns if column.link and column.refers != noun.table]
    inward = [column for column in noun.columns if column.link and column.refers == noun.table]
    for part in chunks(changes.nodes, ROWS_AT_ONCE):
        batch = Batch(
            noun.table, len(part), [*_node_statements(noun.table, noun.create, noun.update, part, now), *_link_statements(outward, part)]
        )
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


def _node_statements(
    table: str, create: LiteralString | None, update: LiteralString | None, part: Sequence[Change], now: Any
) -> Iterator[Statement]:
    recorded = {"recordedAt": now} if table in ("lessons", "reuses") else {}
    revised = {"revisedAt": now} if table == "lessons" else {}
    new = [change.properties | recorded for change in part if change.new]
    changed = [change.properties | revised | {"id": change.id} for change in part if not change.new and change.properties]
    if new and create:
        yield create, {"rows": new}
    if changed and update:
        yield update, {"rows": changed}


def _link_statements(columns: Sequence[Column], part: Sequence[Change]) -> Iterator[Statement]:
    for column in columns:
        removed = [{"source": change.id, "target": target} for change in part for target in change.removed.get(column.name, ())]
        added = [{"source": change.id, "target": target} for change in part for target in change.added.get(column.name, ())]
        if removed and column.link:
            yield column.link.delete, {"links": removed}
        if added and column.link:
            yield column.link.create, {"links": added}


def email_batches(changes: TableChanges) -> Iterator[Batch]:
    """The batches that let go of the e-mail addresses that change: each may be another person's next."""
    for part in chunks([change.id for change in changes.nodes if not change.new and "email" in change.properties], ROWS_AT_ONCE):
        yield Batch("people", 0, [(RELEASE_EMAILS_QUERY, {"ids": list(part)})])


def link_batches(noun: Noun, links: Sequence[Links]) -> Iterator[Batch]:
    """The batches that write relationships, those of one node never apart."""
    link = noun.link
    for part in chunks(links, ROWS_AT_ONCE):
        removed = [each for links in part for each in links.removed]
        added = [each for links in part for each in links.added]
        batch = Batch(noun.table, sum(max(len(links.removed), len(links.added)) for links in part))
        if link and removed:
            batch.statements.append((link.delete, {"links": removed}))
        if link and added:
            batch.statements.append((link.create, {"links": added}))
        if noun.table == "memberships":
            batch.people = [links.source for links in part]
        yield batch


def retirement_batches(lessons: Sequence[dict[str, Any]]) -> Iterator[Batch]:
    """The batches that retire lessons outside the file that the file supersedes."""
    for part in chunks(lessons, ROWS_AT_ONCE):
        yield Batch("lessons", 0, [(UPDATE_LESSONS_QUERY, {"rows": list(part)})])


async def load(graph: Graph, batches: Sequence[Batch], progress: Progress | None) -> None:
    """Writes the batches in order, and with the last one the Activity of the whole import.

    Each batch holds by itself, so an import that was killed leaves a true graph, and the next one finds what is missing.
    """
    totals: dict[str, int] = {}
    for batch in batches:
        totals[batch.table] = totals.get(batch.table, 0) + batch.rows
    done = dict.fromkeys(totals, 0)
    for batch in batches:

        async def write(tx: WriteTransaction, batch: Batch = batch) -> None:
            await take_turn(tx)
            await _write(tx, batch)
            if batch is batches[-1]:
                await record_activity(tx, "IMPORT", None, None, list(totals), None)

        await graph.write(write)
        done[batch.table] += batch.rows
        if progress:
            progress(batch.table, done[batch.table], totals[batch.table])


async def _write(tx: WriteTransaction, batch: Batch) -> None:
    for query, parameters in batch.statements:
        await tx.run(query, parameters)
    await attribute_lessons(tx, batch.lessons)
    await attribute_reuses(tx, batch.reuses)
    await attribute_events_of(tx, batch.people)
