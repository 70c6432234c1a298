"""The checksum of a table depends on the values in its rows, and on nothing else."""

from collections.abc import Mapping
from typing import LiteralString

import numpy as np
import pytest

from graph_service.analysis.columns.checksums import BITS, TableChecksum, checksums_of, hash_texts
from graph_service.analysis.columns.snapshot import load
from graph_service.graph import Graph
from tests.analysis.columns.test_snapshot import SMALL_COMPANY
from tests.seeding import empty
from tests.thorough import one_in

# A change of the graph -> the tables whose values it changes.
CHANGES: dict[LiteralString, set[str]] = {
    # Ids that are sorted before all others: every code of a person, a lesson, a department and a topic changes.
    "CREATE (:Person {id: '!'})": {"people"},
    "CREATE (:Lesson {id: '!', learnedOn: date('2025-01-01')})": {"lessons"},
    "CREATE (:Department {id: '!'})": {"departments"},
    "CREATE (:Topic {id: '!'})": {"topics"},
    "CREATE (:Reuse {id: '!', reusedOn: date('2025-03-01'), scope: 'OWN', costAvoided: 5, currency: 'CHF'})-[:REUSE_OF]->(:Lesson {id: '!'})": {
        "events",
        "lessons",
    },
    # Values.
    "MATCH (lesson:Lesson {id: 'shared'}) SET lesson.publishedOn = date('2025-02-04')": {"lessons"},
    "MATCH (lesson:Lesson {id: 'shared'}) SET lesson.phase = 'AFTER'": {"lessons"},
    "MATCH (:Lesson {id: 'shared'})-[learned:LEARNED_BY]->({id: 'bob'}) DELETE learned": {"lessons"},
    "MATCH (reuse:Reuse {id: 'first'}) SET reuse.hoursSaved = 6.5": {"events"},
    "MATCH (reuse:Reuse {id: 'first'}) SET reuse.currency = 'CHF'": {"events"},
    "MATCH (:Reuse {id: 'first'})-[confirmed:CONFIRMED_BY]->() DELETE confirmed": {"events"},
    "MATCH ({id: 'ann'})-[link:MEMBER_OF]->({id: 'sales'}) SET link.from = date('2025-07-02')": {"memberships"},
    "MATCH (p {id: 'bob'}), (d {id: 'sales'}) CREATE (p)-[:MEMBER_OF {from: date('2024-03-01')}]->(d)": {"memberships"},
    "MATCH (person:Person {id: 'cyd'}) SET person.discoverable = false": {"people"},
    "MATCH (d:Department {id: 'line'}) SET d.name = 'Lime'": {"departments"},
    "MATCH (:Lesson)-[link:NOT_RECURRENCE_OF]->() DELETE link": {"dismissed"},
    "MATCH (lesson:Lesson {id: 'shared'}) SET lesson.title = 'Columns hold no titles'": set(),
}


@pytest.fixture(scope="module")
async def before(database: Graph) -> Mapping[str, TableChecksum]:
    """The checksums before any change."""
    await empty(database)
    await database.command(SMALL_COMPANY)
    return checksums_of((await load(database, 0)).columns)


@pytest.mark.parametrize("change", one_in(4, CHANGES, thorough=1))
async def test_change_is_seen_in_its_table_and_in_no_other(
    graph: Graph, before: Mapping[str, TableChecksum], change: LiteralString
) -> None:
    await empty(graph)
    await graph.command(SMALL_COMPANY)
    await graph.command(change)
    after = checksums_of((await load(graph, 0)).columns)
    assert {name for name, table in after.items() if table != before[name]} == CHANGES[change]
    assert all(0 <= table.checksum < 2**BITS for table in after.values())


def test_texts_of_any_length_have_different_hashes() -> None:
    texts = ["", "\0", "\0\0", "a", "ab", "ba", "é", "\ud800", *(str(number) for number in range(30_000))]
    hashes = hash_texts(texts)
    assert len(np.unique(hashes)) == len(texts)
    assert hash_texts(texts[::-1]).tolist() == hashes[::-1].tolist()
    assert int(hash_texts(["graph"])[0]) == int(hash_texts(["some longer text", "graph"])[1])  # the same in every process
